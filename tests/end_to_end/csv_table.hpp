// CsvTable: a result table read as strictly as RFC 4180 allows.
#pragma once

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace rippletank::tests {

/// Source:  RFC 4180, with LF for CRLF.
class CsvTable {
 public:
  /// Errors:  std::runtime_error for whatever the RFC does not allow.
  explicit CsvTable(std::string_view text) : rest_(text) {
    columns_ = record();
    while (!rest_.empty()) {
      rows_.push_back(record());
      if (rows_.back().size() != columns_.size()) fail("a row of another width");
    }
  }

  const std::vector<std::string>& columns() const { return columns_; }
  std::size_t rows() const { return rows_.size(); }

  const std::string& at(std::size_t row, std::string_view column) const {
    const auto found = std::find(columns_.begin(), columns_.end(), column);
    if (found == columns_.end()) throw std::runtime_error("no column " + std::string(column));
    return rows_.at(row).at(static_cast<std::size_t>(found - columns_.begin()));
  }

  std::uint64_t whole(std::size_t row, std::string_view column) const {
    const std::string& text = at(row, column);
    std::uint64_t number = 0;
    const char* const end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, number);
    if (error != std::errc{} || stop != end) throw std::runtime_error("no number: " + text);
    return number;
  }

  std::uint64_t sum(std::string_view column) const {
    std::uint64_t total = 0;
    for (std::size_t row = 0; row < rows(); ++row) total += whole(row, column);
    return total;
  }

 private:
  [[noreturn]] static void fail(const std::string& what) {
    throw std::runtime_error("not CSV: " + what);
  }

  std::vector<std::string> record() {
    std::vector<std::string> fields;
    while (true) {
      fields.push_back(!rest_.empty() && rest_.front() == '"' ? quoted() : plain());
      if (rest_.empty()) fail("the last row does not end");
      const char after = rest_.front();
      rest_.remove_prefix(1);
      if (after == '\n') return fields;
      if (after != ',') fail("text after a closing quote");
    }
  }

  std::string plain() {
    const std::size_t end = std::min(rest_.find_first_of(",\n"), rest_.size());
    const std::string field(rest_.substr(0, end));
    if (field.find_first_of("\"\r") != std::string::npos) fail("a bare quote or return");
    rest_.remove_prefix(end);
    return field;
  }

  std::string quoted() {
    std::string field;
    rest_.remove_prefix(1);
    while (true) {
      const std::size_t quote = rest_.find('"');
      if (quote == std::string_view::npos) fail("a quote that is not closed");
      field += rest_.substr(0, quote);
      rest_.remove_prefix(quote + 1);
      if (rest_.empty() || rest_.front() != '"') return field;
      field += '"';
      rest_.remove_prefix(1);
    }
  }

  std::string_view rest_;
  std::vector<std::string> columns_;
  std::vector<std::vector<std::string>> rows_;
};

}  // namespace rippletank::tests
