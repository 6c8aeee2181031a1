// Every type of a parameter reads what it should, refuses the rest, and writes what it read.
#include "sim/registry/codec.hpp"

#include "sim/core/distributions.hpp"
#include "sim/registry/quantity.hpp"
#include "sim/registry/table.hpp"
#include "tests/catch.hpp"

namespace codec_test {

using namespace rippletank::registry;

namespace {

enum class Colour { red, blue };

/// What a value of JSON becomes when it is read as a T and written again, or the mistakes.
template <class T>
std::string through(const char* text, Field field = {}) {
  Reader reader("base");
  T value{};
  const Json json = Json::parse(text);
  const Reader::Step step = reader.enter("key");
  Codec<T>::read(json, value, Codec<T>::type(field), reader);
  if (reader.error_count() == 0) return Codec<T>::write(value).dump();
  std::string mistakes;
  for (const Diagnostic& diagnostic : reader.diagnostics()) {
    mistakes += to_string(diagnostic) + "\n";
  }
  return mistakes;
}

template <class T>
bool refuses(const char* text, Field field = {}) {
  return through<T>(text, field).rfind("error: /key", 0) == 0;
}

}  // namespace

}  // namespace codec_test

template <>
struct rippletank::registry::ChoiceNames<codec_test::Colour> {
  static constexpr std::array<std::pair<const char*, codec_test::Colour>, 2> names = {
      {{"red", codec_test::Colour::red}, {"blue", codec_test::Colour::blue}}};
};

namespace codec_test {

TEST_CASE("whole numbers: exactly those, however they are written, and in range") {
  CHECK(through<std::uint32_t>("7") == "7");
  CHECK(through<std::uint32_t>("7.0") == "7");
  CHECK(through<std::uint32_t>("1e6") == "1000000");
  CHECK(through<std::uint32_t>("-0") == "0");
  CHECK(through<std::uint32_t>("4294967295") == "4294967295");
  CHECK(through<std::uint64_t>("18446744073709551615") == "18446744073709551615");
  CHECK(through<std::uint64_t>("9007199254740993") == "9007199254740993");
  CHECK(through<std::int64_t>("-9223372036854775808") == "-9223372036854775808");
  for (const char* wrong : {"-1", "1.5", "4294967296", "1e300", "\"7\"", "true", "null", "[]", "{}",
                            "1180591620717411303424", "-1e-300"}) {
    INFO(wrong);
    CHECK(refuses<std::uint32_t>(wrong));
  }
  CHECK(refuses<std::uint64_t>("18446744073709551616"));
  CHECK(refuses<std::uint64_t>("-1"));
  CHECK(refuses<std::int64_t>("9223372036854775808"));
  CHECK(refuses<std::uint32_t>("3", {.range = at_least(4)}));
}

TEST_CASE("whole numbers in short form beyond 2^53 are to be written out") {
  CHECK(through<std::uint64_t>("9007199254740992.0") == "9007199254740992");
  CHECK(through<std::uint64_t>("1e18") ==
        "error: /key: expected a whole number, 0 to 18446744073709551615, got 1e+18; write out all "
        "its digits\n");
}

TEST_CASE("numbers, truth values and texts") {
  CHECK(through<double>("0.1") == "0.1");
  CHECK(through<double>("5") == "5.0");
  CHECK(through<double>("1.7976931348623157e308") == "1.7976931348623157e+308");
  CHECK(refuses<double>("\"0.1\""));
  CHECK(refuses<double>("-0.1", {.range = between(0, 1)}));
  CHECK(through<bool>("true") == "true");
  CHECK(refuses<bool>("1"));
  CHECK(refuses<bool>("null"));
  CHECK(through<std::string>("\"a\\u0000b\"") == "\"a\\u0000b\"");
  CHECK(refuses<std::string>("5"));
}

TEST_CASE("choices, paths and ids") {
  CHECK(through<Colour>("\"blue\"") == "\"blue\"");
  CHECK(through<Colour>("\"bleu\"") ==
        "error: /key: expected one of red, blue, got \"bleu\"; did you mean \"blue\"?\n");
  CHECK(refuses<Colour>("1"));
  CHECK(through<FilePath>("\"a/b.txt\"") == "\"a/b.txt\"");
  CHECK(refuses<FilePath>("\"\""));
  CHECK(refuses<FilePath>("\"a\\u0000b\""));
  CHECK(refuses<FilePath>(("\"" + std::string(4096, 'a') + "\"").c_str()));
  CHECK(through<Id>("7") == "7");
  CHECK(through<Id>("18446744073709551615") == "18446744073709551615");
  CHECK(through<Id>("-3") == "-3");
  CHECK(through<Id>("\"7\"") == "\"7\"");
  CHECK(through<Id>("\"al, \\\"ice\\\"\"") == "\"al, \\\"ice\\\"\"");
  for (const char* wrong : {"1.5", "\"\"", "true", "null", "[]", "1e300"}) {
    INFO(wrong);
    CHECK(refuses<Id>(wrong));
  }
}

TEST_CASE("paths lead from the file that names them") {
  Reader reader("base/folder");
  FilePath path;
  Codec<FilePath>::read("data.txt", path, Codec<FilePath>::type({}), reader);
  CHECK(path.resolved == std::filesystem::path("base/folder/data.txt"));
  Codec<FilePath>::read("/data.txt", path, Codec<FilePath>::type({}), reader);
  CHECK(path.resolved == std::filesystem::path("/data.txt"));
}

TEST_CASE("messages name a file as the user reaches it from where he stands") {
  const auto shown = [](const char* base, const char* written) {
    Reader reader(base);
    FilePath path;
    Codec<FilePath>::read(written, path, Codec<FilePath>::type({}), reader);
    return path.shown();
  };
  CHECK(shown("m", "rtt.txt") == "m/rtt.txt");
  CHECK(shown("a/b", "../data/./rtt.txt") == "a/data/rtt.txt");
  CHECK(shown("..", "rtt.txt") == "../rtt.txt");
  CHECK(shown(".", "rtt.txt") == "rtt.txt");
  CHECK(shown("", "./rtt.txt") == "./rtt.txt");
  CHECK(shown("m", "/data/rtt.txt") == "/data/rtt.txt");
}

TEST_CASE("lists and what may be left out") {
  CHECK(through<std::vector<std::uint32_t>>("[1,2,3]") == "[1,2,3]");
  CHECK(through<std::vector<std::uint32_t>>("[]") == "[]");
  CHECK(through<std::vector<std::uint32_t>>("[1,-2,\"3\"]") ==
        "error: /key/1: expected a whole number, 0 to 4294967295, got -2\n"
        "error: /key/2: expected a whole number, 0 to 4294967295, got \"3\"; write 3 without "
        "quotes\n");
  CHECK(through<std::vector<std::uint32_t>>("5") ==
        "error: /key: expected a list of: a whole number, 0 to 4294967295, got 5; write [5]\n");
  CHECK(through<std::optional<double>>("5") == "5.0");
  CHECK(refuses<std::optional<double>>("null"));
  CHECK(Codec<std::optional<double>>::write({}).is_null());
}

TEST_CASE("quantities: a number, or any distribution with its own example") {
  using rippletank::core::Distribution;
  CHECK(through<Distribution>("5") == "5.0");
  CHECK(through<Distribution>(R"({"model":"constant","value":5})") == "5.0");
  for (const Entry* entry : distributions().entries) {
    INFO(entry->name);
    const Field seconds{.unit = "s"};
    const std::string once = through<Distribution>(entry->example.dump().c_str(), seconds);
    CHECK(through<Distribution>(once.c_str(), seconds) == once);
  }
  CHECK(refuses<Distribution>("\"5\""));
  CHECK(refuses<Distribution>("-5", {.range = at_least(0)}));
  CHECK(through<Distribution>(R"({"model":"uniform","min":-5,"max":5})", {.range = at_least(0)}) ==
        "error: /key: expected a number or a distribution, at least 0, but this distribution falls "
        "to -5\n");
  CHECK(refuses<Distribution>(R"({"model":"exponential","mean":5})", {.range = between(0, 100)}));
  CHECK(through<Distribution>(R"({"model":"uniform","min":5,"max":1})") ==
        "error: /key/max: expected at least min (5), got 1\n");
  CHECK(through<Distribution>(R"({"model":"empirical","values":[1,2],"weights":[1,-1]})") ==
        "error: /key/weights/1: expected a finite number, at least 0, got -1\n");
}

}  // namespace codec_test
