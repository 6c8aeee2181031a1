// Files, lines and quotations, whatever is in them.
#include "topologies/readers/text.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>

#include "sim/registry/input_file.hpp"
#include "tests/unit/topologies/readers_shared.hpp"

namespace readers_text_test {

namespace {

using namespace rippletank;
using namespace std::string_literals;
namespace fs = std::filesystem;

/// A folder of its own that is gone at the end.
class Folder {
 public:
  Folder() : path_(fs::temp_directory_path() / ("readers_text_test_" + std::to_string(getpid()))) {
    fs::create_directories(path_);
  }
  ~Folder() { fs::remove_all(path_); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  fs::path write(const std::string& name, const std::string& bytes) const {
    std::ofstream(path_ / name, std::ios::binary) << bytes;
    return path_ / name;
  }
  const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

std::string refusal(const fs::path& file) {
  const auto diagnostics = tests::diagnostics_of([&] {
    registry::read_input_file({"named.txt", file});
  });
  if (diagnostics.size() != 1) return "accepted";
  CHECK(diagnostics[0].file == file.lexically_normal().string());
  return diagnostics[0].message;
}

std::vector<std::string> lines_of(std::string_view text) {
  topologies::Problems problems("test.txt");
  topologies::Lines lines(text, problems);
  std::vector<std::string> all;
  while (lines.next()) all.emplace_back(lines.line());
  CHECK(lines.number() == static_cast<int>(all.size()));
  return all;
}

}  // namespace

TEST_CASE("a file is read to the byte") {
  const Folder folder;
  const std::string bytes = "a\r\nb\0c\n\xff"s;
  CHECK(registry::read_input_file({"x", folder.write("bytes", bytes)}) == bytes);
  fs::create_symlink(folder.path() / "bytes", folder.path() / "link");
  CHECK(registry::read_input_file({"x", folder.path() / "link"}) == bytes);
}

TEST_CASE("what is no readable file is refused with the reason") {
  const Folder folder;
  CHECK(refusal(folder.path() / "missing").rfind("no such file (looked for ", 0) == 0);
  CHECK(refusal(folder.path()) == "expected a file, got a folder");
  CHECK(refusal(folder.write("empty", "")) == "the file is empty");
  REQUIRE(mkfifo((folder.path() / "pipe").c_str(), 0600) == 0);
  CHECK(refusal(folder.path() / "pipe") == "expected a regular file, got a device, pipe or socket");
  CHECK(refusal("/dev/null") == "expected a regular file, got a device, pipe or socket");
  fs::create_symlink("loop", folder.path() / "loop");
  CHECK(refusal(folder.path() / "loop").rfind("cannot read: ", 0) == 0);
  const fs::path large = folder.write("large", "x");
  fs::resize_file(large, registry::largest_file_bytes + 1);  // sparse: takes no room
  CHECK(refusal(large) == "expected at most 2147483648 bytes, got 2147483649");
}

TEST_CASE("a file that may not be read is refused") {
  const Folder folder;
  const fs::path file = folder.write("secret", "0 1\n");
  fs::permissions(file, fs::perms::none);
  if (std::ifstream(file)) {
    WARN("SKIPPED: this user may read every file");
    return;
  }
  CHECK(refusal(file) == "cannot open the file; is reading it allowed?");
}

TEST_CASE("lines end in LF or CRLF, and the last one need not") {
  CHECK(lines_of("").empty());
  CHECK(lines_of("a") == std::vector<std::string>{"a"});
  CHECK(lines_of("a\n") == std::vector<std::string>{"a"});
  CHECK(lines_of("\n\n") == std::vector<std::string>{"", ""});
  CHECK(lines_of(" a b \r\n\tc\r\n\r\nd\r") == std::vector<std::string>{"a b", "c", "", "d"});
  CHECK(lines_of("\xef\xbb\xbfx\n") == std::vector<std::string>{"x"});
  CHECK(tests::diagnostics_of([] { lines_of("a\nb\rc\n"); }).at(0).line == 2);
}

TEST_CASE("fields are parted by blanks") {
  std::string_view rest = "  a\tbb  c ";
  CHECK(topologies::take_field(rest) == "a");
  CHECK(topologies::take_field(rest) == "bb");
  CHECK(topologies::take_field(rest) == "c");
  CHECK(topologies::take_field(rest).empty());
}

TEST_CASE("quotations are short, on one line and always UTF-8") {
  using topologies::in_quotes;
  CHECK(in_quotes("Zürich") == "\"Zürich\"");
  CHECK(in_quotes("a\tb\nc\x7f\xc2\x85") == R"("a\tb\x0ac\x7f\xc2\x85")");
  CHECK(in_quotes("\xfc\xe2\x82") == R"("\xfc\xe2\x82")");
  CHECK(in_quotes(std::string(60, 'x')) == '"' + std::string(60, 'x') + '"');
  CHECK(in_quotes(std::string(61, 'x')) == '"' + std::string(60, 'x') + "…\"");
}

TEST_CASE("UTF-8 is told from bytes that only resemble it") {
  using topologies::utf8_length;
  CHECK(utf8_length("a") == 1);
  CHECK(utf8_length("\xc3\xbc") == 2);
  CHECK(utf8_length("\xe2\x82\xac") == 3);
  CHECK(utf8_length("\xf0\x9f\x8c\x8a") == 4);
  for (const char* wrong :
       {"", "\x80", "\xc3", "\xc0\xaf", "\xc1\xbf", "\xe0\x9f\xbf", "\xed\xa0\x80", "\xe2\x82",
        "\xf0\x8f\xbf\xbf", "\xf4\x90\x80\x80", "\xf5\x80\x80\x80", "\xff", "\xc3\x28"}) {
    CHECK(utf8_length(wrong) == 0);
  }
  CHECK(topologies::find_not_utf8("aü\xffz") == 3);
}

}  // namespace readers_text_test
