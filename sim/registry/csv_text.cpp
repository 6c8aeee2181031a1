// Splits CSV into rows and fields.
#include "sim/registry/csv_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "sim/registry/counts.hpp"
#include "sim/registry/diagnostics.hpp"
#include "sim/registry/utf8.hpp"

namespace rippletank::registry {
namespace {

[[noreturn]] void stop(const std::string& file, int line, std::string message) {
  throw InputError(Diagnostic{file, line, "", std::move(message)});
}

/// Takes row after row from a text.
class RowReader {
 public:
  RowReader(std::string_view text, const std::string& file) : text_(text), file_(file) {
    constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";
    if (text_.substr(0, byte_order_mark.size()) == byte_order_mark) at_ = byte_order_mark.size();
  }

  /// False at the end. Blank lines are passed over.
  bool next(CsvTable::Row& row) {
    while (at_ < text_.size()) {
      row = {line_, {}};
      do {
        row.fields.push_back(take_field());
      } while (take(','));
      take('\r');
      if (at_ < text_.size() && !take('\n')) {
        stop(file_, line_, "expected a comma or the end of the line after a quoted field");
      }
      ++line_;
      if (row.fields.size() > 1 || !row.fields.front().empty()) return true;
    }
    return false;
  }

 private:
  bool take(char expected) {
    if (at_ == text_.size() || text_[at_] != expected) return false;
    ++at_;
    return true;
  }

  std::string take_field() {
    if (take('"')) return take_quoted();
    const std::size_t end = std::min(text_.find_first_of(",\r\n", at_), text_.size());
    std::string field(text_.substr(at_, end - at_));
    at_ = end;
    return field;
  }

  std::string take_quoted() {
    const int opened = line_;
    std::string field;
    while (at_ < text_.size()) {
      const char c = text_[at_++];
      if (c == '"' && !take('"')) return field;
      if (c == '\n') ++line_;
      field += c;
    }
    stop(file_, opened, "a quoted field is never closed; expected another \"");
  }

  std::string_view text_;
  const std::string& file_;
  std::size_t at_ = 0;
  int line_ = 1;
};

}  // namespace

std::optional<std::size_t> CsvTable::find(std::string_view column) const {
  const auto found = std::find(columns.begin(), columns.end(), column);
  if (found == columns.end()) return {};
  return static_cast<std::size_t>(found - columns.begin());
}

CsvTable parse_csv(std::string_view text, const std::string& file) {
  CsvTable table;
  read_csv(
      text, file, [&](const std::vector<std::string>& columns) { table.columns = columns; },
      [&](CsvTable::Row& row) { table.rows.push_back(std::move(row)); });
  return table;
}

void read_csv(std::string_view text, const std::string& file,
              const std::function<void(const std::vector<std::string>& columns)>& header,
              const std::function<void(CsvTable::Row& row)>& row) {
  if (const std::size_t at = find_not_utf8(text); at != std::string::npos) {
    const auto line =
        1 + std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(at), '\n');
    stop(file, static_cast<int>(line), "expected UTF-8; save the table in that encoding");
  }
  RowReader reader(text, file);
  CsvTable::Row read;
  if (!reader.next(read)) stop(file, 1, "expected a table with a header, got an empty file");
  const std::vector<std::string> columns = std::move(read.fields);
  std::set<std::string> seen;
  for (const std::string& column : columns) {
    if (!seen.insert(column).second) {
      stop(file, read.line, fmt::format("column \"{}\" stands twice in the header", column));
    }
  }
  header(columns);
  while (reader.next(read)) {
    if (read.fields.size() != columns.size()) {
      stop(file, read.line,
           fmt::format("expected {} as in the header, got {}",
                       count_in_words(columns.size(), "field", "fields"),
                       count_text(read.fields.size())));
    }
    row(read);
  }
}

}  // namespace rippletank::registry
