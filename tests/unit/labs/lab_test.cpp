// Labs are read strictly, and all that is wrong with one is told at once.
#include "analysis/labs/lab.hpp"

#include <fstream>

#include "analysis/labs/shelf.hpp"
#include "tests/catch.hpp"
#include "tests/unit/io/temporary_folder.hpp"

namespace lab_test {

using namespace rippletank;
using namespace rippletank::labs;
using rippletank::tests::TemporaryFolder;

namespace {

constexpr const char* scenario = R"({ "name": "small",
  "overlay": { "protocol": { "model": "flood" }, "topology": { "model": "ring", "nodes": 9 } },
  "queries": { "model": "list", "origins": [0] } })";

constexpr const char* small = R"({ "title": "Small", "idea": "Nothing.",
  "numbers": { "peers": { "from": 5, "to": 20, "default": 9, "meaning": "peers" },
               "ttl": { "choose": [2, 3], "default": 2, "meaning": "hops" },
               "others": { "is": { "difference": [{ "number": "peers" }, 1] }, "meaning": "…" } },
  "set": { "/overlay/topology/nodes": "{peers}" },
  "runs": { "ring": { "scenario": "ring.json", "set": { "/overlay/protocol/ttl_hops": "{ttl}" } } },
  "questions": {
    "reach": { "ask": "How many of {others}?", "answer": { "run": "ring", "metric": "reach_mean" },
               "because": "So it is." } } })";

/// The lab "03_small" with another text in place of a part of lab.json.
struct Folder {
  explicit Folder(const std::string& part = "", const std::string& other = "") {
    std::string text = small;
    if (!part.empty()) {
      REQUIRE(text.find(part) != std::string::npos);
      text.replace(text.find(part), part.size(), other);
    }
    std::filesystem::create_directory(lab);
    std::ofstream(lab / "lab.json") << text;
    std::ofstream(lab / "ring.json") << scenario;
  }
  std::vector<std::string> mistakes() const {
    std::vector<std::string> said;
    try {
      read_lab(lab);
    } catch (const registry::InputError& error) {
      for (registry::Diagnostic one : error.diagnostics()) {
        CHECK(one.file == (lab / "lab.json").string());
        one.file = "lab.json";
        said.push_back(to_string(one));
      }
    }
    return said;
  }

  TemporaryFolder folder;
  std::filesystem::path lab = folder.path / "03_small";
};

using Said = std::vector<std::string>;

Said mistakes_with(const std::string& part, const std::string& other) {
  return Folder(part, other).mistakes();
}

}  // namespace

TEST_CASE("a lab is read as it is written") {
  const Folder folder;
  const Lab lab = read_lab(folder.lab);
  CHECK(lab.name == "03_small");
  CHECK(lab.title == "Small");
  CHECK(names_of(lab.numbers) == Said{"peers", "ttl", "others"});
  CHECK(find(lab.numbers, "peers")->choices() == 16);
  CHECK(find(lab.numbers, "ttl")->choices() == 2);
  CHECK(find(lab.numbers, "others")->choices() == 0);
  CHECK(lab.runs.front().second.scenario == "ring.json");
  CHECK(*lab.questions.front().second.answer.value->metric == "reach_mean");
  CHECK(read_lab(folder.lab / "").name == "03_small");
}

TEST_CASE("unknown names are told with what may be meant") {
  CHECK(mistakes_with("\"metric\"", "\"metrik\"") ==
        Said{"lab.json:8: error: /questions/reach/answer/metrik: unknown key; did you mean "
             "\"metric\"?"});
  CHECK(mistakes_with("{ \"run\": \"ring\"", "{ \"run\": \"rings\"") ==
        Said{"lab.json:8: error: /questions/reach/answer/run: unknown run \"rings\"; did you mean "
             "\"ring\"?"});
  CHECK(mistakes_with("of {others}", "of {other}") ==
        Said{"lab.json:8: error: /questions/reach/ask: unknown number \"other\"; did you mean "
             "\"others\"?"});
  CHECK(mistakes_with("of {others}", "of {others").size() == 1);
  CHECK(mistakes_with("\"{ttl}\"", "\"{tll}\"") ==
        Said{"lab.json:6: error: /runs/ring/set/~1overlay~1protocol~1ttl_hops: unknown number "
             "\"tll\"; did you mean \"ttl\"?"});
  CHECK(mistakes_with("\"metric\": \"reach_mean\"", "\"table\": \"hop\", \"column\": \"hop\"") ==
        Said{"lab.json:8: error: /questions/reach/answer/table: unknown table \"hop\"; did you "
             "mean \"hops\"?"});
  CHECK(mistakes_with("\"metric\": \"reach_mean\"",
                      R"("table": "hops", "column": "hups", "where": { "hip": 1 })") ==
        Said{"lab.json:8: error: /questions/reach/answer/column: unknown column \"hups\"; did you "
             "mean \"hop\"?",
             "lab.json:8: error: /questions/reach/answer/where/hip: unknown column \"hip\"; did "
             "you mean \"hop\"?"});
}

TEST_CASE("the right answer comes from a run") {
  CHECK(mistakes_with(R"({ "run": "ring", "metric": "reach_mean" })", "8") ==
        Said{"lab.json:8: error: /questions/reach/answer: expected a value with a run in it"});
  CHECK(mistakes_with(R"({ "run": "ring", "metric": "reach_mean" })", R"({ "number": "ttl" })")
            .size() == 1);
  CHECK(mistakes_with(R"({ "run": "ring", "metric": "reach_mean" })", "\"many\"") ==
        Said{"lab.json:8: error: /questions/reach/answer: expected an object that says where the "
             "value comes from, or a number, got \"many\""});
}

TEST_CASE("values say one thing only") {
  const std::string value = R"({ "run": "ring", "metric": "reach_mean" })";
  CHECK(mistakes_with(value, R"({ "run": "ring" })").size() == 1);
  CHECK(mistakes_with(value, R"({ "run": "ring", "metric": "peers", "table": "hops" })").size() ==
        1);
  CHECK(mistakes_with(value, R"({ "metric": "reach_mean" })").size() == 1);
  CHECK(mistakes_with(value, R"({ "run": "ring", "table": "hops" })").size() == 1);
  CHECK(mistakes_with(value, R"({ "run": "ring", "metric": "peers", "over": "sum" })").size() == 1);
  CHECK(
      mistakes_with(value, R"({ "ratio": [1, 2, { "run": "ring", "metric": "peers" }] })").size() ==
      1);
  CHECK(mistakes_with(value, R"({ "run": "ring", "table": "hops", "where": 3, "column": "hop" })")
            .size() == 1);
  CHECK(mistakes_with(value, R"({ "run": "ring", "table": "hops", "over": "count" })").empty());
}

TEST_CASE("numbers are drawn from something, or follow from others before them") {
  CHECK(mistakes_with("\"from\": 5, \"to\": 20", "\"from\": 5").size() == 1);
  CHECK(mistakes_with("\"from\": 5, \"to\": 20", "\"from\": 20, \"to\": 5").size() == 1);
  CHECK(
      mistakes_with("\"from\": 5, \"to\": 20", "\"from\": 5, \"to\": 20, \"choose\": [9]").size() ==
      1);
  CHECK(mistakes_with("\"default\": 9", "\"default\": 4").size() == 1);
  CHECK(mistakes_with(", \"default\": 9", "").size() == 1);
  CHECK(mistakes_with("\"is\": {", "\"default\": 8, \"is\": {").size() == 1);
  CHECK(mistakes_with(R"([{ "number": "peers" }, 1])", R"([{ "number": "others" }, 1])") ==
        Said{"lab.json:4: error: /numbers/others/is/difference/0/number: unknown earlier number "
             "\"others\"; expected one of: peers, ttl"});
}

TEST_CASE("scenarios are there, and what is set has a place") {
  CHECK(mistakes_with("\"ring.json\"", "\"rong.json\"").size() == 1);
  CHECK(mistakes_with("\"/overlay/topology/nodes\"", "\"overlay/topology/nodes\"") ==
        Said{"lab.json:5: error: /set/overlay~1topology~1nodes: expected a pointer that begins "
             "with /"});
}

TEST_CASE("questions with choices say which is right by comparing") {
  const std::string value = R"("answer": { "run": "ring", "metric": "reach_mean" })";
  const std::string one = R"({ "run": "ring", "metric": "peers" })";
  const auto with = [&](const std::string& text) { return mistakes_with(value, text).size(); };
  CHECK(with(R"("choices": { "a": "A", "b": "B" }, "answer": { "largest": { "a": )" + one +
             R"(, "b": )" + one + " } }") == 0);
  CHECK(with(R"("choices": { "a": "A", "b": "B" }, "answer": )" + one) == 1);
  CHECK(with(R"("choices": { "a": "A", "b": "B" }, "answer": { "largest": { "a": )" + one +
             " } }") == 1);
  CHECK(with(R"("choices": { "a": "A" }, "answer": { "largest": { "a": )" + one + R"(, "c": )" +
             one + " } }") == 1);
  CHECK(with(R"("answer": { "largest": { "a": )" + one + " } }") >= 1);
  CHECK(with(R"("answer": )" + one + R"(, "mistakes": [{ "choice": "a", "because": "b" }])") == 1);
  CHECK(with(R"("answer": )" + one + R"(, "mistakes": [{ "because": "b" }])") == 1);
  CHECK(with(R"("answer": )" + one + R"(, "tolerance": { "absolute": 1, "relative": 0.1 })") == 1);
}

TEST_CASE("what is no JSON, and keys that come twice, are told with their lines") {
  CHECK(mistakes_with("\"title\": \"Small\",", "\"title\" \"Small\",").size() == 1);
  CHECK(mistakes_with("\"idea\": \"Nothing.\"", "\"title\": \"Again\"").size() == 2);
}

TEST_CASE("a lab is meant by its number, its name or both") {
  const std::vector<std::string> names = {"01_star", "06_flooding_and_ttl", "10_attack"};
  for (const char* written : {"06", "6", "flooding_and_ttl", "06_flooding_and_ttl"}) {
    CHECK(meant_lab(written, names) == "06_flooding_and_ttl");
  }
  CHECK(meant_lab("10", names) == "10_attack");
  for (const char* written : {"", "7", "0", "060", "flood", "ttl"}) {
    CHECK_THROWS_AS(meant_lab(written, names), registry::InputError);
  }
  try {
    meant_lab("atack", names);
  } catch (const registry::InputError& error) {
    CHECK(error.diagnostics().front().message == "unknown lab \"atack\"; did you mean \"attack\"?");
  }
}

}  // namespace lab_test
