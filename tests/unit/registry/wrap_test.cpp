// Wrapped text: no line too wide, no word lost, nothing that steers a terminal.
#include "sim/registry/wrap.hpp"

#include <sstream>
#include <vector>

#include "tests/catch.hpp"

namespace wrap_test {

using namespace rippletank::registry;

namespace {

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

std::vector<std::string> words_of(const std::string& text) {
  std::istringstream stream(text);
  std::vector<std::string> words;
  for (std::string word; stream >> word;) words.push_back(word);
  return words;
}

}  // namespace

TEST_CASE("lines are filled as far as they go") {
  CHECK(wrapped("one two three", 0, 80) == "one two three\n");
  CHECK(wrapped("one two three", 2, 9) == "  one two\n  three\n");
  CHECK(wrapped("one two three", 2, 8) == "  one\n  two\n  three\n");
  CHECK(wrapped("  one \n\t two  ", 1, 80) == " one two\n");
}

TEST_CASE("no line is too wide, and no word is lost") {
  const std::string text =
      "Wie weit reicht eine Anfrage \u2014 und was kostet sie? Equal peers: a query goes to all "
      "neighbours, and each peer passes the first copy on to all but the one it came from.";
  for (std::size_t width = 20; width < 90; ++width) {
    const std::string page = wrapped(text, 4, width);
    for (const std::string& line : lines_of(page)) {
      INFO(width << ": " << line);
      CHECK(display_columns(line) <= width);
      CHECK(line.substr(0, 4) == "    ");
      CHECK(line[4] != ' ');
      CHECK(line.back() != ' ');
    }
    CHECK(words_of(page) == words_of(text));
  }
}

TEST_CASE("a word that is longer than a line is broken, without a loss") {
  const std::string word(50, 'x');
  std::string joined;
  for (const std::string& line : lines_of(wrapped("a " + word + " b", 2, 20))) {
    CHECK(line.size() <= 20);
    for (const std::string& part : words_of(line)) joined += part;
  }
  CHECK(joined == "a" + word + "b");
}

TEST_CASE("control characters and bytes that are no UTF-8 do not get through") {
  const std::string page = wrapped("red \x1b[31m\r\n\u0085 \x7f \xff end", 0, 80);
  for (const char c : page.substr(0, page.size() - 1)) {
    CHECK(static_cast<unsigned char>(c) >= 0x20);
    CHECK(static_cast<unsigned char>(c) != 0x7f);
    CHECK(static_cast<unsigned char>(c) != 0xff);
  }
  CHECK(page.find("\u0085") == std::string::npos);
  CHECK(page.find("end\n") != std::string::npos);
}

TEST_CASE("columns are those of a terminal") {
  CHECK(display_columns("abc") == 3);
  CHECK(display_columns("Z\u00fcrich") == 6);
  CHECK(display_columns("\u2588\u258f") == 2);
  CHECK(display_columns("\u6771\u4eac") == 4);
  CHECK(display_columns("") == 0);
}

}  // namespace wrap_test
