// CsvFile: a table as UTF-8 text that pandas, R and DuckDB read without options.
#pragma once

#include <fmt/compile.h>
#include <fmt/format.h>

#include <cmath>
#include <cstdio>
#include <filesystem>
#include <optional>
#include <string_view>
#include <type_traits>
#include <vector>

namespace rippletank::io {

/// Appends a text as a CSV field, quoted where it must be.
///
/// Source:  RFC 4180, section 2.
void append_field(fmt::memory_buffer& line, std::string_view text);

/// Writes rows of comma-separated values: dot, header, empty for what is missing or not a number,
/// true and false, the shortest numbers that read back exactly.
///
/// Errors:  std::system_error when the file cannot be written, at the latest in close().
class CsvFile {
 public:
  CsvFile(const std::filesystem::path& file, const std::vector<std::string_view>& columns);
  ~CsvFile();
  CsvFile(const CsvFile&) = delete;
  CsvFile& operator=(const CsvFile&) = delete;

  /// One row, a value per column.
  template <class... Values>
  void row(const Values&... values) {
    static_assert(sizeof...(values) > 0);
    (append(values), ...);
    end_row();
  }

  /// One value of a row whose width is known only at run time; end_row() ends it.
  template <class T>
  void value(const T& one) {
    append(one);
  }
  void end_row() {
    buffer_[buffer_.size() - 1] = '\n';
    if (buffer_.size() >= flush_at) flush();
  }

  /// Writes what is buffered; the file is complete only after this.
  void close();

 private:
  static constexpr std::size_t flush_at = std::size_t{1} << 20U;

  template <class T>
  void append(const T& value) {
    if constexpr (std::is_same_v<T, bool>) {
      append_field(buffer_, value ? "true" : "false");
    } else if constexpr (std::is_floating_point_v<T>) {
      if (!std::isnan(value)) fmt::format_to(fmt::appender(buffer_), FMT_COMPILE("{}"), value);
    } else if constexpr (std::is_arithmetic_v<T>) {
      fmt::format_to(fmt::appender(buffer_), FMT_COMPILE("{}"), value);
    } else {
      append_field(buffer_, value);
    }
    buffer_.push_back(',');
  }

  template <class T>
  void append(const std::optional<T>& value) {
    if (value) {
      append(*value);
    } else {
      buffer_.push_back(',');
    }
  }

  void flush();

  std::filesystem::path path_;
  std::FILE* file_ = nullptr;
  fmt::memory_buffer buffer_;
};

}  // namespace rippletank::io
