// Where a mistake is, and how it reads on one harmless line.
#include "sim/registry/reader.hpp"

#include "sim/registry/table.hpp"
#include "tests/catch.hpp"

namespace reader_test {

using namespace rippletank::registry;

namespace {

struct Pair {
  std::uint32_t low = 1;
  std::uint32_t high = 2;
};

Section pair_section() {
  return Table<Pair>{}
      .required("low", &Pair::low, {.description = "Low."})
      .field("high", &Pair::high, {.description = "High."})
      .check([](const Pair& pair, Reader& reader) {
        if (pair.low > pair.high) reader.error_at("low", "too high");
      })
      .check_despite_mistakes([](const Pair&, Reader& reader) {
        if (!reader.has_mistakes_at("high")) reader.error("seen");
      });
}

std::vector<std::string> mistakes_in(const char* text) {
  static const Section section = pair_section();
  Reader reader{{}};
  Pair pair;
  read_section(section, Json::parse(text), &pair, reader);
  std::vector<std::string> said;
  for (const Diagnostic& diagnostic : reader.diagnostics()) said.push_back(to_string(diagnostic));
  return said;
}

struct Timed {
  double at_s = 0;
  double rate_mbit_s = 0;
  std::uint32_t size_bytes = 0;
};

/// What is said of a key that has the value 5, up to its line end.
std::string said_of_key(const char* key) {
  static const Section section =
      Table<Timed>{}
          .field("at_s", &Timed::at_s, {.unit = "s", .description = "When."})
          .field("rate_mbit_s", &Timed::rate_mbit_s, {.unit = "Mbit/s", .description = "Rate."})
          .field("size_bytes", &Timed::size_bytes, {.unit = "bytes", .description = "Size."});
  Reader reader{{}};
  Timed timed;
  read_section(section, Json{{key, 5}}, &timed, reader);
  return reader.diagnostics().at(0).message;
}

}  // namespace

TEST_CASE("a key in another unit is told together with the unit that is meant") {
  const std::string convert = ": convert the value";
  CHECK(said_of_key("at_ms") == "unknown key; did you mean \"at_s\"? Its unit is s" + convert);
  CHECK(said_of_key("at_minutes") == "unknown key; did you mean \"at_s\"? Its unit is s" + convert);
  CHECK(said_of_key("rate_kbit_s") ==
        "unknown key; did you mean \"rate_mbit_s\"? Its unit is Mbit/s" + convert);
  CHECK(said_of_key("size_kb") ==
        "unknown key; did you mean \"size_bytes\"? Its unit is bytes" + convert);
  CHECK(said_of_key("at_ss") == "unknown key; did you mean \"at_s\"?");
  CHECK(said_of_key("rte_mbit_s") == "unknown key; did you mean \"rate_mbit_s\"?");
}

TEST_CASE("the pointer follows keys and elements, escaped as RFC 6901 says") {
  Reader reader{{}};
  reader.error("top");
  {
    const Reader::Step a = reader.enter("a/b~c");
    const Reader::Step one = reader.enter(std::size_t{1});
    CHECK(reader.pointer() == "/a~1b~0c/1");
    reader.error_at("d", "deep");
  }
  CHECK(reader.pointer().empty());
  CHECK(reader.diagnostics()[0].pointer == "/");
  CHECK(reader.diagnostics()[1].pointer == "/a~1b~0c/1/d");
  CHECK(reader.has_mistakes_at("a/b~c"));
  CHECK_FALSE(reader.has_mistakes_at("a"));
  CHECK_FALSE(reader.has_mistakes_at("a/b~c/1"));
}

TEST_CASE("conditions between fields are asked when they make sense") {
  using Said = std::vector<std::string>;
  CHECK(mistakes_in(R"({"low":1})") == Said{"error: /: seen"});
  CHECK(mistakes_in(R"({"low":3})") == Said{"error: /low: too high", "error: /: seen"});
  CHECK(mistakes_in(R"({"low":3,"high":-1})") ==
        Said{"error: /high: expected a whole number, 0 to 4294967295, got -1"});
  CHECK(mistakes_in(R"({"lo":3})") ==
        Said{"error: /lo: unknown key; did you mean \"low\"?",
             "error: /: missing \"low\": expected a whole number, 0 to 4294967295",
             "error: /: seen"});
  CHECK(mistakes_in(R"({"low":1,"":2})")[0] ==
        "error: /: unknown key \"\"; expected one of: low, high");
  CHECK(mistakes_in("[]")[0] == "error: /: expected an object, got a list of 0");
}

TEST_CASE("a diagnostic is one line that no input can break or steer") {
  CHECK(to_string({"a.json", 7, "/seed", "wrong"}) == "a.json:7: error: /seed: wrong");
  CHECK(to_string({"a.json", 0, "", "wrong"}) == "a.json: error: wrong");
  CHECK(to_string({"", 0, "", "wrong"}) == "error: wrong");
  CHECK(to_string({"a.json", 7, "", "odd", Severity::warning}) == "a.json:7: warning: odd");
  CHECK(to_string({"a\nb", 1, "/\x1b[31m\x7f\u009b", "c\r"}) ==
        "a\\u000ab:1: error: /\\u001b[31m\\u007f\\u009b: c\\u000d");
  std::string long_key = "/x";
  for (int i = 0; i < 150; ++i) long_key += "\u00fc";
  const std::string cut = to_string({"a", 1, long_key, "wrong"});
  CHECK(cut.size() < 230);
  CHECK(cut.substr(cut.size() - 14) == "\u00fc\u00fc\u2026: wrong");
  CHECK(to_string({"", 0, "", "Z\u00fcrich \u6771"}) == "error: Z\u00fcrich \u6771");
}

TEST_CASE("found values are short and say what they are") {
  CHECK(found(Json::parse("{\"a\":1}")) == "an object");
  CHECK(found(Json::parse("[1,2]")) == "a list of 2");
  CHECK(found(Json::parse("null")) == "null");
  CHECK(found(Json::parse("1e300")) == "1e+300");
  CHECK(found("Z\u00fcrich") == "\"Z\\u00fcrich\"");
  CHECK(found(std::string("\xff")) == "\"\\ufffd\"");
  CHECK(found(std::string(1000, 'x')).size() < 50);
}

}  // namespace reader_test
