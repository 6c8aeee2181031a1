// Files of answers: what is wrong with their form is told at once; what is not there is missing.
#include "analysis/labs/answers.hpp"

#include <fstream>

#include "analysis/labs/sheet.hpp"
#include "sim/registry/json.hpp"
#include "tests/catch.hpp"
#include "tests/unit/io/temporary_folder.hpp"
#include "tests/unit/labs/shipped.hpp"

namespace answers_test {

using namespace rippletank;
using namespace rippletank::labs;
using registry::Json;
using rippletank::tests::shipped_labs;

namespace {

using Said = std::vector<std::string>;

const Lab& flooding() { return *find_lab(shipped_labs(), "06_flooding_and_ttl"); }

Said mistakes_in(const std::string& text) {
  try {
    read_answers(text, "a.json", shipped_labs());
  } catch (const registry::InputError& error) {
    Said said;
    for (const auto& one : error.diagnostics()) said.push_back(to_string(one));
    return said;
  }
  return {};
}

/// What is wrong with Ada's file when a value in it is another.
Said mistakes_with(const std::string& pointer, const Json& value) {
  Json copy = student_copy(flooding(), "Ada");
  copy[Json::json_pointer(pointer)] = value;
  Said said = mistakes_in(copy.dump(2));
  for (std::string& one : said) {  // lines are asked for elsewhere
    const auto line = one.find(':') + 1;
    one = one.substr(one.find("error: ", line) + 7);
  }
  return said;
}

}  // namespace

TEST_CASE("a file as it is handed out has no mistakes and no answers") {
  const Json copy = student_copy(flooding(), "Ada");
  const Answers answers = read_answers(copy.dump(2), "a.json", shipped_labs());
  CHECK(answers.student == "Ada");
  CHECK(answers.lab == &flooding());
  CHECK(answers.numbers == numbers_for(flooding(), "Ada"));
  CHECK(names_of(answers.given) == names_of(flooding().questions));
  for (const auto& [id, given] : answers.given) CHECK(given.is_null());
  CHECK(copy["questions"].size() == copy["answers"].size());
  CHECK(copy["questions"]["wider_or_longer"].get<std::string>().find(
            "longer: a hop more. wider: a connection more. (one of longer, wider)") !=
        std::string::npos);
}

TEST_CASE("answers may be left out, and the questions, too") {
  Json copy = student_copy(flooding(), "Ada");
  copy.erase("questions");
  copy["answers"] = {{"tree_reach", 52}};
  const Answers answers = read_answers(copy.dump(), "a.json", shipped_labs());
  CHECK(*find(answers.given, "tree_reach") == Json(52));
  CHECK(find(answers.given, "net_copies")->is_null());
}

TEST_CASE("an answer is of the kind that the question wants") {
  CHECK(mistakes_with("/answers/tree_reach", "many") ==
        Said{"/answers/tree_reach: expected a number [peers], got \"many\""});
  CHECK(
      mistakes_with("/answers/tree_reach", "52") ==
      Said{"/answers/tree_reach: expected a number [peers], got \"52\"; write 52 without quotes"});
  CHECK(mistakes_with("/answers/tree_reach", Json::array({52})) ==
        Said{"/answers/tree_reach: expected a number [peers], got a list of 1"});
  CHECK(mistakes_with("/answers/wider_or_longer", 3) ==
        Said{"/answers/wider_or_longer: expected one of longer, wider, got 3"});
  CHECK(mistakes_with("/answers/wider_or_longer", "widr") ==
        Said{"/answers/wider_or_longer: expected one of longer, wider, got \"widr\"; did you mean "
             "\"wider\"?"});
  CHECK(mistakes_with("/answers/tree_raech", 52) ==
        Said{"/answers/tree_raech: unknown question; did you mean \"tree_reach\"?"});
  CHECK(mistakes_with("/answers/tree_reach", 52.5).empty());
  CHECK(mistakes_with("/answers/tree_reach", -1).empty());
}

TEST_CASE("numbers of somebody else, or changed ones, are noticed") {
  const double degree = *find(numbers_for(flooding(), "Ada"), "degree");
  const double other = degree + 1;
  CHECK(mistakes_with("/numbers/degree", other) ==
        Said{"/numbers/degree: expected " + number_json(degree).dump() +
             ", which belongs to \"Ada\", got " + number_json(other).dump()});
  CHECK(mistakes_with("/student", "Boris").size() >= 1);
  CHECK(mistakes_with("/numbers/degre", 3) ==
        Said{"/numbers/degre: unknown number; did you mean \"degree\"?"});
  CHECK(mistakes_with("/numbers", Json::object()).size() == 4);
  CHECK(mistakes_with("/numbers/degree", "4").size() == 1);
}

TEST_CASE("the lab is one that there is, and the student somebody") {
  CHECK(mistakes_with("/lab", "06_floding_and_ttl") ==
        Said{"/lab: unknown lab \"06_floding_and_ttl\"; did you mean \"06_flooding_and_ttl\"?"});
  CHECK(mistakes_with("/lab", 6) == Said{"/lab: expected a text, got 6"});
  CHECK(mistakes_with("/student", "a\nb") == Said{"/student: expected no control characters"});
  CHECK(mistakes_with("/student", "") == Said{"/student: expected a name, got an empty one"});
  CHECK(mistakes_with("/student", nullptr) == Said{"/student: expected a text, got null"});
}

TEST_CASE("a file with the name of one lab and the answers of another gets one mistake") {
  CHECK(mistakes_with("/lab", "05_broker") ==
        Said{"/lab: expected \"06_flooding_and_ttl\", to whose questions the answers are, got "
             "\"05_broker\"; correct it, or answer in the file of 05_broker"});
}

TEST_CASE("numbers in another form get what to write instead, as texts and as no JSON") {
  CHECK(mistakes_with("/answers/tree_reach", "0,5") ==
        Said{"/answers/tree_reach: expected a number [peers], got \"0,5\"; without quotes, "
             "write 0.5"});
  CHECK(mistakes_with("/answers/tree_reach", "12 ms") ==
        Said{"/answers/tree_reach: expected a number [peers], got \"12 ms\"; without quotes, "
             "write 12, if that is in the unit asked for"});
  for (const auto& [written, hint] : std::vector<std::pair<std::string, std::string>>{
           {"0,5", "write 0.5"},
           {"1/4", "write 0.25"},
           {"12 ms", "write 12, if that is in the unit asked for"}}) {
    const Said said = mistakes_in(
        "{ \"lab\": \"06_flooding_and_ttl\",\n  \"student\": \"Ada\",\n"
        "  \"answers\": {\n    \"tree_reach\": " +
        written + ",\n    \"last_hop\": null } }");
    REQUIRE(said.size() == 1);
    INFO(said.front());
    CHECK(said.front().starts_with("a.json:4: error: "));
    CHECK(said.front().ends_with("; " + hint));
  }
}

TEST_CASE("an object without anything of answers gets one mistake") {
  const Said no_answers = {
      "a.json: error: expected answers, in a file as rippletank lab new makes it, got an object "
      "with neither \"lab\" nor \"student\" nor \"answers\""};
  CHECK(mistakes_in("{}") == no_answers);
  CHECK(mistakes_in("{ \"name\": \"ring\" }") == no_answers);
}

TEST_CASE("all mistakes are told at once, with their lines") {
  CHECK(mistakes_in(R"({
  "lab": "06_flooding_and_ttl",
  "numbers": {},
  "answers": { "tree_reach": "x",
    "tree_reach": 3,
    "nothing": 1 },
  "anwers": {}
})") == Said{"a.json:1: error: /: missing \"student\": expected a text",
             "a.json:5: error: /answers/tree_reach: repeated key; each key may stand once "
             "in an object",
             "a.json:6: error: /answers/nothing: unknown question; expected one of: tree_reach, "
             "tree_duplicates, last_hop, wider_or_longer, net_copies, net_duplicates",
             "a.json:7: error: /anwers: unknown key; did you mean \"answers\"?"});
}

TEST_CASE("what is no file of answers is refused") {
  for (const std::string text :
       {"", "x", "{", "[]", "3", "null", "{}", "\xff\xfe{",
        R"({"lab": "06_flooding_and_ttl", "answers": {"tree_reach": NaN}})",
        R"({"lab": "06_flooding_and_ttl", "answers": {"tree_reach": 1e999}})",
        R"({"lab": "06_flooding_and_ttl", "answers": 3})"}) {
    INFO(text);
    CHECK_FALSE(mistakes_in(text).empty());
  }
  CHECK_FALSE(mistakes_in(std::string(100, '[')).empty());
}

TEST_CASE("a file that is too large is not read") {
  const tests::TemporaryFolder folder;
  const std::string file = (folder.path / "large.json").string();
  std::ofstream(file) << std::string(largest_answers_bytes + 1, ' ');
  try {
    read_answers_file(file, shipped_labs());
    FAIL_CHECK("no error");
  } catch (const registry::InputError& error) {
    CHECK(error.diagnostics().front().message == "expected at most 1048576 bytes, got 1048577");
  }
  CHECK_THROWS_AS(read_answers_file((folder.path / "no.json").string(), shipped_labs()),
                  registry::InputError);
  CHECK_THROWS_AS(read_answers_file(folder.path.string(), shipped_labs()), registry::InputError);
}

}  // namespace answers_test
