// rippletank lab, as teachers and students use it.
#include <fmt/format.h>

#include "tests/catch.hpp"
#include "tests/end_to_end/files.hpp"
#include "tests/end_to_end/run_program.hpp"

namespace lab_test {

namespace {

using namespace rippletank::tests;
using rippletank::registry::Json;
using Names = std::vector<std::string>;

struct Fixture {
  Ended lab(const Names& words) const {
    Names arguments = {"lab"};
    arguments.insert(arguments.end(), words.begin(), words.end());
    return run_rippletank(
        arguments,
        {.folder = folder.path(),
         .environment = {{"RIPPLETANK_SCENARIOS", (checkout() / "scenarios").string()}}});
  }

  /// Hands a lab out, and fills in answers.
  void hand_in(const std::string& student, const std::string& file, const Json& given) const {
    REQUIRE(lab({"new", "09", "--student", student, "-o", "made"}).code == 0);
    Json copy = read_json(folder / "made/answers.json");
    copy["answers"].update(given);
    std::filesystem::create_directories((folder / file).parent_path());
    write_file(folder / file, copy.dump(2));
    std::filesystem::remove_all(folder / "made");
  }

  TemporaryFolder folder;
};

bool says(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

void check_page(const Ended& ended) {
  CHECK(ended.code == 0);
  CHECK(ended.err.empty());
  for (const std::string& line : lines_of(ended.out)) {
    if (line.compare(0, 2, "  ") != 0 && display_columns(line) > 80) FAIL_CHECK(line);
  }
}

}  // namespace

TEST_CASE_METHOD(Fixture, "lab list tells of all labs, lab show shows one") {
  const Ended listed = lab({"list"});
  check_page(listed);
  CHECK(says(listed.out, "  06_flooding_and_ttl: Flooding and TTL, 6 questions\n"));
  const Json all = Json::parse(lab({"list", "--json"}).out);
  REQUIRE(all.size() == 10);
  for (const Json& one : all) {
    const Ended shown = lab({"show", one["lab"].get<std::string>()});
    check_page(shown);
    CHECK(says(shown.out, one["title"].get<std::string>()));
    CHECK_FALSE(says(shown.out, "\nThings to notice\n"));
    CHECK_FALSE(says(shown.out, "\nAnswer\n"));
    CHECK_FALSE(says(shown.out, "\nTeacher's notes\n"));
  }
  CHECK(says(lab({"show", "1"}).out, "\"ids\":[12]}}]'"));
  const Ended full = lab({"show", "6", "--answers"});
  check_page(full);
  CHECK(says(full.out, "\nThings to notice\n"));
  CHECK(says(full.out, "\nAnswer\n------\n"));
  CHECK(says(full.out, "\nTeacher's notes\n"));
  const Ended own = lab({"show", "flooding_and_ttl", "--student", "Zoë Łukasz"});
  check_page(own);
  CHECK(says(own.out, "This copy is for Zoë Łukasz"));
  CHECK(names_in(folder.path()).empty());
}

TEST_CASE_METHOD(Fixture, "lab new makes a folder to work in, and writes over nothing") {
  const Ended made = lab({"new", "04", "--student", "ann"});
  CHECK(made.code == 0);
  CHECK(made.out == "8 files for ann in 04_central_server\n");
  const Names files = {"README.md", "answers.json", "crash.json",         "random.json",
                       "song.csv",  "steady.json",  "twice_as_fast.json", "two_workers.json"};
  CHECK(names_in(folder / "04_central_server") == files);
  const auto before = tree(folder.path());
  const Ended again = lab({"new", "04", "--student", "bob"});
  CHECK(again.code == 2);
  CHECK(matches(again.err,
                "rippletank: error: 04_central_server/README.md exists already; choose another "
                "--output, or use --force to replace what is there\n"));
  CHECK(tree(folder.path()) == before);
  CHECK(lab({"new", "04", "--student", "ann", "--force"}).code == 0);
  CHECK(tree(folder.path()) == before);
  CHECK(lab({"new", "04", "--student", "bob", "--force"}).code == 0);
  CHECK(tree(folder.path()) != before);
  const Json answers = read_json(folder / "04_central_server/answers.json");
  CHECK(answers["student"] == "bob");
  for (const auto& [id, answer] : answers["answers"].items()) CHECK(answer.is_null());
}

TEST_CASE_METHOD(Fixture, "what lab new writes has the student's numbers, and gives nothing away") {
  REQUIRE(lab({"new", "01", "--student", "ann", "-o", "ann"}).code == 0);
  const std::string page = read_file(folder / "ann/README.md");
  CHECK(says(page, "\"ids\":[24]}}]'"));
  CHECK_FALSE(says(page, "Things to notice"));
  CHECK_FALSE(says(page, "In two of the four layouts one cut silences everybody."));
  for (const std::string layout : {"star", "bus", "ring", "dual"}) {
    const Json scenario = read_json(folder / "ann" / (layout + ".json"));
    CHECK_FALSE(says(scenario["description"].get<std::string>(), "Twelve"));
  }
}

TEST_CASE_METHOD(Fixture, "lab new --force spares answers, and folders of other labs") {
  const std::filesystem::path file = folder / "w/answers.json";
  REQUIRE(lab({"new", "09", "--student", "ann", "-o", "w"}).code == 0);
  const auto refused = [&](const std::string& number, const std::string& said) {
    for (const Names& force : {Names{}, Names{"--force"}}) {
      Names words = {"new", number, "--student", "ann", "-o", "w"};
      words.insert(words.end(), force.begin(), force.end());
      const auto before = tree(folder.path());
      const Ended ended = lab(words);
      CHECK(ended.code == 2);
      CHECK(ended.err == "rippletank: error: w/answers.json " + said + "\n");
      CHECK(tree(folder.path()) == before);
    }
  };
  refused("06", "belongs to another lab, \"09_firewalls\"; choose another --output");
  Json filled = read_json(file);
  filled["answers"]["pushes"] = 0;
  write_file(file, filled.dump(2));
  refused("09", "has answers filled in; delete or rename it, or choose another --output");
  for (const std::string text : {"", "{ \"answers\": { \"pushes\": 0,5 } }", "{}", "[1]"}) {
    write_file(file, text);
    refused("09",
            "is no file of answers that can be read, but may have some; delete or rename it, or "
            "choose another --output");
  }
  std::filesystem::remove(file);
  CHECK(lab({"new", "09", "--student", "ann", "-o", "w", "--force"}).code == 0);
}

TEST_CASE_METHOD(Fixture, "the scenarios of a student can be played where they are") {
  REQUIRE(lab({"new", "07", "--student", "ann", "--output", "a/b"}).code == 0);
  const Ended played = run_rippletank({"run", "ring.json"}, {.folder = folder / "a/b"});
  CHECK(played.code == 0);
  const double supers = read_json(folder / "a/b/answers.json")["numbers"]["supers"];
  const Json summary = read_json(folder / "a/b/results/lab07_ring/summary.json");
  CHECK(summary["results"]["reach_mean"] == supers);
}

TEST_CASE_METHOD(Fixture, "lab check marks a file, with and without what is right") {
  hand_in("ann", "ann.json", {{"direct_fail", 1e6}, {"pushes", 1e6}});
  const Ended told = lab({"check", "ann.json"});
  check_page(told);
  CHECK(says(told.out, "ann, 09_firewalls: 0 of 7 points\n"));
  CHECK(says(told.out, "A run says something else."));
  CHECK_FALSE(says(told.out, "a run says"));
  const Ended all = lab({"check", "09", "ann.json", "--answers"});
  check_page(all);
  CHECK(says(all.out, "a run says"));
  CHECK(lab({"check", "firewalls", "ann.json"}).out == told.out);
  CHECK(names_in(folder.path()) == Names{"ann.json"});
}

TEST_CASE_METHOD(Fixture, "a student who answers what runs say gets all points") {
  hand_in("ann", "ann.json", Json::object());
  const Json marked = Json::parse(lab({"check", "ann.json", "--json"}).out);
  Json right;
  for (const Json& mark : marked[0]["marks"]) {
    right[mark["question"].get<std::string>()] = mark["expected"];
  }
  hand_in("ann", "ann.json", right);
  CHECK(says(lab({"check", "ann.json"}).out, "ann, 09_firewalls: 7 of 7 points\n"));
}

TEST_CASE_METHOD(Fixture, "files of a class are marked together, as rows for the gradebook") {
  std::filesystem::create_directory(folder / "class");
  hand_in("bob", "class/b.json", {{"direct_fail", 0}});
  hand_in("a, b", "class/a.json", {{"direct_fail", 0}});
  REQUIRE(lab({"new", "09", "--student", "cyd", "-o", "class/cyd"}).code == 0);
  REQUIRE(run_rippletank({"run", "push.json"}, {.folder = folder / "class/cyd"}).code == 0);
  const Ended rows = lab({"check", "09", "class", "--csv"});
  CHECK(rows.code == 0);
  CHECK(rows.out ==
        "student,lab,points,of,direct_fail,push_fail,pushes,relayed_bytes,busiest\n"
        "\"a, b\",09_firewalls,0,7,0,0,0,0,0\n"
        "bob,09_firewalls,0,7,0,0,0,0,0\n"
        "cyd,09_firewalls,0,7,0,0,0,0,0\n");
  CHECK(Json::parse(lab({"check", "class", "--json"}).out).size() == 3);
}

TEST_CASE_METHOD(Fixture, "what lab check passes over in a folder is told, singly or counted") {
  hand_in("ann", "class/a.json", {{"direct_fail", 0}});
  write_file(folder / "class/ANSWERS.JSON", "{}");
  write_file(folder / "class/x.txt", "52");
  write_file(folder / "class/ring.json", R"({ "name": "ring" })");
  const std::string singly =
      "class/ANSWERS.JSON: warning: passed over: a file whose name does not end in .json\n"
      "class/x.txt: warning: passed over: a file whose name does not end in .json\n"
      "class/ring.json: warning: passed over: a scenario or result\n";
  const Ended few = lab({"check", "class", "--csv"});
  CHECK(few.code == 0);
  CHECK(few.err == singly);
  for (int i = 0; i < 9; ++i) write_file(folder / fmt::format("class/t{}.csv", i), "a\n");
  CHECK(lab({"check", "class", "--csv"}).err ==
        singly + "class/t0.csv: warning: passed over, and 8 more pages or tables\n");
  write_file(folder / "class/empty.json", "{}");
  const Ended empty = lab({"check", "class"});
  CHECK(empty.code == 2);
  CHECK(says(empty.err,
             "\nclass/empty.json: error: expected answers, in a file as rippletank lab "
             "new makes it, got an object with neither \"lab\" nor"));
  std::filesystem::create_directory(folder / "none");
  write_file(folder / "none/x.txt", "52");
  const Ended none = lab({"check", "none"});
  CHECK(none.code == 2);
  CHECK(none.err ==
        "none/x.txt: warning: passed over: a file whose name does not end in .json\n"
        "rippletank: error: no files of answers (*.json) in none\n");
}

TEST_CASE_METHOD(Fixture, "two files of one student are both marked, and told") {
  hand_in("ann", "a.json", {{"direct_fail", 0}});
  hand_in("ann", "b.json", {{"direct_fail", 1}});
  hand_in("bob", "c.json", Json::object());
  const Ended rows = lab({"check", "a.json", "b.json", "c.json", "--csv"});
  CHECK(rows.code == 0);
  CHECK(lines_of(rows.out).size() == 4);
  CHECK(rows.err ==
        "b.json: warning: a second file of \"ann\" for 09_firewalls, besides a.json; both are "
        "marked\n");
}

TEST_CASE_METHOD(Fixture, "files that cannot be marked are told, and the others marked") {
  hand_in("ann", "ann.json", Json::object());
  write_file(folder / "broken.json", "{ \"lab\": \"09_firewalls\",\n  \"student\": }");
  Json other = read_json(folder / "ann.json");
  other["student"] = "bob";
  other["numbers"]["walled"] = 99;
  write_file(folder / "other.json", other.dump(2));
  const Ended ended = lab({"check", "ann.json", "broken.json", "other.json", "missing.json"});
  CHECK(ended.code == 2);
  CHECK(says(ended.out, "ann, 09_firewalls: 0 of 7 points\n"));
  CHECK(says(ended.err, "broken.json:2: error: "));
  CHECK(matches(ended.err,
                "…other.json:5: error: /numbers/walled: expected …, which belongs to \"bob\", got "
                "99\n…"));
  CHECK(says(ended.err, "missing.json: error: no such file"));
  CHECK(says(ended.err, "1 file marked, 3 not\n"));
  const Ended wrong = lab({"check", "06", "ann.json"});
  CHECK(wrong.code == 2);
  CHECK(wrong.err ==
        "ann.json: error: /lab: expected \"06_flooding_and_ttl\", as the command says, got "
        "\"09_firewalls\"\n");
  CHECK(wrong.out.empty());
}

TEST_CASE_METHOD(Fixture, "wrong command lines are refused with one clear line") {
  const std::vector<std::pair<Names, std::string>> refusals = {
      {{}, "expected a command, one of list, show, new, check, page (see rippletank lab --help)"},
      {{"chek"}, "unknown command \"chek\"; did you mean \"check\"? (see rippletank lab --help)"},
      {{"list", "x"}, "unexpected argument \"x\" (see rippletank lab list --help)"},
      {{"show"}, "LAB is required (see rippletank lab show --help)"},
      {{"show", "flodding_and_ttl"},
       "unknown lab \"flodding_and_ttl\"; did you mean \"flooding_and_ttl\"?"},
      {{"show", "06", "--anwers"},
       "unknown option \"--anwers\"; did you mean \"--answers\"? (see rippletank lab show --help)"},
      {{"show", "06", "--student", ""}, "--student: expected a name, got an empty one"},
      {{"new", "06"}, "--student is required (see rippletank lab new --help)"},
      {{"new", "06", "--student", "=1"},
       "--student: expected another first character: tables would take the name for a formula"},
      {{"new", "06", "--student", "a", "--output", ""},
       "--output: expected the name of a folder, got an empty one (see rippletank lab new --help)"},
      {{"check"}, "ANSWERS is required (see rippletank lab check --help)"},
      {{"check", "06"}, "expected files of answers, or a folder of them, after the lab"},
      {{"check", "."}, "no files of answers (*.json) in ."},
      {{"check", "a.json", "--csv", "--json"},
       "--csv: expected --csv or --json, not both (see rippletank lab check --help)"},
  };
  for (const auto& [words, said] : refusals) {
    const Ended ended = lab(words);
    INFO(said << "\ngot " << ended.err);
    CHECK(ended.code == 2);
    CHECK(ended.out.empty());
    CHECK(ended.err == "rippletank: error: " + said + "\n");
    CHECK(names_in(folder.path()).empty());
  }
}

TEST_CASE_METHOD(Fixture, "help of the parts of lab fits a terminal") {
  for (const Names& words : {Names{"--help"}, Names{"list", "--help"}, Names{"show", "--help"},
                             Names{"new", "--help"}, Names{"check", "--help"}}) {
    const Ended ended = lab(words);
    CHECK(ended.code == 0);
    CHECK(says(ended.out, "Usage: rippletank lab"));
    CHECK(too_wide(ended.out).empty());
  }
}

}  // namespace lab_test
