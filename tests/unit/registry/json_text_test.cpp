// JSON text: the line of any value, strictness, and repeated keys.
#include "sim/registry/json_text.hpp"

#include "tests/catch.hpp"

namespace json_text_test {

using namespace rippletank;
using registry::Diagnostic;

namespace {

int line_of(const std::string& text, const std::string& pointer) {
  std::vector<Diagnostic> asked = {{"", 0, pointer, "?"}};
  registry::fill_in_lines(text, asked);
  return asked[0].line;
}

std::vector<std::string> mistakes_in(const std::string& text) {
  std::vector<std::string> said;
  for (const Diagnostic& diagnostic : registry::parse_json(text, "f").mistakes) {
    said.push_back(to_string(diagnostic));
  }
  return said;
}

std::string first_mistake_in(const std::string& text) {
  const auto said = mistakes_in(text);
  return said.empty() ? "" : said[0];
}

constexpr const char* nested = R"({
  "a": 1,
  "b": { "c": [ 10,
                20,
                { "d": null } ],
         "e/f~g": "text" },
  "h":
    -5e3
}
)";

}  // namespace

TEST_CASE("values have the line of their key, elements their own") {
  CHECK(line_of(nested, "/") == 1);
  CHECK(line_of(nested, "/a") == 2);
  CHECK(line_of(nested, "/b") == 3);
  CHECK(line_of(nested, "/b/c") == 3);
  CHECK(line_of(nested, "/b/c/0") == 3);
  CHECK(line_of(nested, "/b/c/1") == 4);
  CHECK(line_of(nested, "/b/c/2") == 5);
  CHECK(line_of(nested, "/b/c/2/d") == 5);
  CHECK(line_of(nested, "/b/e~1f~0g") == 6);
  CHECK(line_of(nested, "/h") == 7);
}

TEST_CASE("what is not there has the line of the nearest parent that is") {
  CHECK(line_of(nested, "/b/missing") == 3);
  CHECK(line_of(nested, "/b/c/2/missing/er") == 5);
  CHECK(line_of(nested, "/b/c/7") == 3);
  CHECK(line_of(nested, "/missing/er") == 1);
  CHECK(line_of("\n\n{ }", "/missing") == 3);
}

TEST_CASE("lines are counted alike whatever ends them and whatever stands around") {
  std::string windows;
  for (const char* c = nested; *c != '\0'; ++c) windows += *c == '\n' ? "\r\n" : std::string(1, *c);
  CHECK(line_of(windows, "/b/c/2/d") == 5);
  CHECK(line_of(windows, "/h") == 7);
  CHECK(line_of("\xef\xbb\xbf\n{\n\"a\": 1}", "/a") == 3);
  CHECK(line_of("[1\n,2\n,3\n]", "/1") == 2);
  CHECK(line_of("[1\n,2\n,3\n]", "/2") == 3);
  CHECK(line_of("[\n[\n[]\n]\n]", "/0/0") == 3);
  CHECK(line_of("{\"a\\nb\": {\n\"\\u0063\": 1}}", "/a\nb/c") == 2);
}

TEST_CASE("several pointers are found in one pass, and lines that are known stay") {
  std::vector<Diagnostic> asked = {{"", 0, "/h", ""},     {"", 0, "/a", ""}, {"", 99, "/a", ""},
                                   {"", 0, "/b/c/1", ""}, {"", 0, "", ""},   {"", 0, "/a", ""}};
  registry::fill_in_lines(nested, asked);
  std::vector<int> lines;
  for (const Diagnostic& diagnostic : asked) lines.push_back(diagnostic.line);
  CHECK(lines == std::vector<int>{7, 2, 99, 4, 0, 2});
}

TEST_CASE("repeated keys are mistakes, and the last one counts") {
  const std::string text = "{ \"a\": 1,\n\"b\": { \"a\": 2 },\n\"a\": { \"c\": 3 } }";
  const registry::ParsedJson parsed = registry::parse_json(text, "f");
  CHECK(parsed.is_json);
  CHECK(mistakes_in(text) == std::vector<std::string>{"f:3: error: /a: repeated key; each key may "
                                                      "stand once in an object"});
  CHECK(parsed.value["a"] == registry::Json{{"c", 3}});
  CHECK(line_of(text, "/a") == 3);
  CHECK(line_of(text, "/a/c") == 3);
  CHECK(mistakes_in(R"({"a":1,"a":2,"a":3})").size() == 2);
  CHECK(mistakes_in(R"({"a/b":1,"a":{"b":2}})").empty());
  CHECK(mistakes_in(R"([{"a":1},{"a":2}])").empty());
  CHECK(mistakes_in(R"({"a":1,"\u0061":2})").size() == 1);
}

TEST_CASE("nesting is limited, and the limit itself is allowed") {
  const auto nest = [](std::size_t levels) {
    return std::string(levels, '[') + std::string(levels, ']');
  };
  CHECK(mistakes_in(nest(64)).empty());
  CHECK(first_mistake_in(nest(65)) ==
        "f:1: error: expected at most 64 levels of nesting, got more");
  CHECK_FALSE(registry::parse_json(nest(65), "f").is_json);
}

TEST_CASE("only JSON is JSON") {
  for (const char* good : {"{}", " [1, 2.5e-3, -0] ", "\"\\u00fc\\ud83d\\ude42\"", "null", "7"}) {
    INFO(good);
    CHECK(registry::parse_json(good, "f").is_json);
    CHECK(mistakes_in(good).empty());
  }
  for (const char* bad :
       {"",         " \n",         "{",        "{\"a\":}", "[1,]",  "{\"a\":1,}", "nul",
        "01",       "1.",          "+1",       "'a'",      "{a:1}", "// x\n1",    "1 2",
        "\"\xff\"", "\"\\ud800\"", "\"a\nb\"", "1e999",    "NaN",   "[1}",        "\"\\x\""}) {
    INFO(bad);
    const registry::ParsedJson parsed = registry::parse_json(bad, "f");
    CHECK_FALSE(parsed.is_json);
    CHECK(parsed.mistakes.size() == 1);
  }
  CHECK_FALSE(registry::parse_json(std::string("1\0", 2), "f").is_json);
  CHECK_FALSE(registry::parse_json(std::string("\"a\0b\"", 5), "f").is_json);
}

TEST_CASE("mistakes of syntax say what to mend") {
  CHECK(
      first_mistake_in("{\n\"a\": 1\n\"b\": 2 }") ==
      "f:3: error: not valid JSON: expected a comma or \"}\", got \"b\"; is a comma missing before "
      "it?");
  CHECK(first_mistake_in("[1,\n[2,\n") ==
        "f:2: error: not valid JSON: expected a value, got the end of the file; the [ of line 2 is "
        "not closed");
  CHECK(first_mistake_in("[0,\n1e999]") ==
        "f:2: error: /1: expected a number below 1.8e308, got 1e999");
  std::string long_text;
  for (int i = 0; i < 100; ++i) long_text += "\u00fc";
  const std::string cut = first_mistake_in("[1 \"" + long_text + "\"]");
  CHECK(cut.size() < 250);
  CHECK(cut.find("\u00fc\u2026\"; is a comma missing before it?") != std::string::npos);
  CHECK(first_mistake_in("\n\n") == "f:2: error: the file is empty; expected a JSON object");
}

}  // namespace json_text_test
