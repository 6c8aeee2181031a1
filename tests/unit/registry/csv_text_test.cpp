// CSV: fields, quotes and line ends as RFC 4180 has them; everything else is refused with its line.
#include "sim/registry/csv_text.hpp"

#include "sim/registry/diagnostics.hpp"
#include "tests/catch.hpp"

namespace csv_text_test {

using namespace rippletank;
using registry::CsvTable;

namespace {

std::string mistake_in(const std::string& text) {
  try {
    registry::parse_csv(text, "table.csv");
  } catch (const registry::InputError& error) {
    const registry::Diagnostic& found = error.diagnostics().front();
    return found.file + ":" + std::to_string(found.line) + ": " + found.message;
  }
  return {};
}

}  // namespace

TEST_CASE("quoted fields may hold commas, quotes and line ends") {
  const CsvTable table = registry::parse_csv(
      "\xef\xbb\xbf"
      "a,b\r\n\"x,y\",\"say \"\"hi\"\"\"\n\"two\nlines\",\n",
      "");
  CHECK(table.columns == std::vector<std::string>{"a", "b"});
  REQUIRE(table.rows.size() == 2);
  CHECK(table.rows[0].fields == std::vector<std::string>{"x,y", "say \"hi\""});
  CHECK(table.rows[0].line == 2);
  CHECK(table.rows[1].fields == std::vector<std::string>{"two\nlines", ""});
  CHECK(table.find("b") == 1);
  CHECK_FALSE(table.find("c"));
}

TEST_CASE("what is no table is refused with its line") {
  CHECK(mistake_in("") == "table.csv:1: expected a table with a header, got an empty file");
  CHECK(mistake_in("a\n1\n1,2\n") == "table.csv:3: expected 1 field as in the header, got 2");
  CHECK(mistake_in("a,b\n1\n") == "table.csv:2: expected 2 fields as in the header, got 1");
  CHECK(mistake_in("a,a\n") == "table.csv:1: column \"a\" stands twice in the header");
  CHECK(mistake_in("a\n1\nx\xff\n") ==
        "table.csv:3: expected UTF-8; save the table in that encoding");
  CHECK(mistake_in("a\n\"open\n") ==
        "table.csv:2: a quoted field is never closed; expected another \"");
}

}  // namespace csv_text_test
