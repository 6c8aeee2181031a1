// Writes CSV through one buffer.
#include "sim/io/csv_file.hpp"

#include <cerrno>
#include <system_error>

namespace rippletank::io {
namespace {

[[noreturn]] void fail(const std::filesystem::path& path) {
  throw std::system_error(errno, std::generic_category(), "cannot write " + path.string());
}

}  // namespace

void append_field(fmt::memory_buffer& line, std::string_view text) {
  if (text.find_first_of(",\"\r\n") == std::string_view::npos) {
    line.append(text);
    return;
  }
  line.push_back('"');
  for (const char c : text) {
    if (c == '"') line.push_back('"');
    line.push_back(c);
  }
  line.push_back('"');
}

CsvFile::CsvFile(const std::filesystem::path& file, const std::vector<std::string_view>& columns)
    : path_(file), file_(std::fopen(file.string().c_str(), "wb")) {
  if (file_ == nullptr) fail(path_);
  for (const std::string_view column : columns) append(column);
  buffer_[buffer_.size() - 1] = '\n';
}

CsvFile::~CsvFile() {
  if (file_ != nullptr) std::fclose(file_);
}

void CsvFile::flush() {
  if (std::fwrite(buffer_.data(), 1, buffer_.size(), file_) != buffer_.size()) fail(path_);
  buffer_.clear();
}

void CsvFile::close() {
  flush();
  std::FILE* file = file_;
  file_ = nullptr;
  if (std::fclose(file) != 0) fail(path_);
}

}  // namespace rippletank::io
