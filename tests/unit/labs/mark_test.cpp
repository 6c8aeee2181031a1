// Marks: right, wrong and missing answers, reasons, reports; and values that cannot be had.
#include "analysis/labs/mark.hpp"

#include <fstream>

#include "analysis/labs/report.hpp"
#include "analysis/labs/sheet.hpp"
#include "tests/catch.hpp"
#include "tests/unit/io/temporary_folder.hpp"
#include "tests/unit/labs/shipped.hpp"

namespace mark_test {

using namespace rippletank;
using namespace rippletank::labs;
using registry::Json;
using rippletank::tests::shipped_labs;
using rippletank::tests::TemporaryFolder;

namespace {

const Lab& firewalls() { return *find_lab(shipped_labs(), "09_firewalls"); }

Marked marked(const Json& given, const std::string& student = "Ada") {
  Json copy = student_copy(firewalls(), student);
  copy["answers"].update(given);
  const Answers answers = read_answers(copy.dump(), "a.json", shipped_labs());
  const TemporaryFolder folder;
  return {answers.lab, answers.student, mark(answers, folder.path)};
}

double walled() { return *find(numbers_for(firewalls(), "Ada"), "walled"); }

/// The lab with another answer to its first question.
std::string fault_of(const std::string& answer) {
  const TemporaryFolder folder;
  const std::string text = R"({ "title": "T", "idea": "I", "numbers": {},
  "runs": { "ring": { "scenario": "ring.json" } },
  "questions": { "q": { "ask": "?", "because": "!", )" +
                           answer + " } } }";
  std::ofstream(folder.path / "lab.json") << text;
  std::ofstream(folder.path / "ring.json") << R"({ "overlay": { "protocol": { "model": "flood" },
        "topology": { "model": "ring", "nodes": 9 } },
        "queries": { "model": "list", "origins": [0, 1] } })";
  const Lab lab = read_lab(folder.path);
  std::filesystem::create_directory(folder.path / "runs");
  Plays plays(lab, {}, folder.path / "runs");
  try {
    return "= " + right_answer(lab.questions.front().second, plays).dump();
  } catch (const registry::InputError& error) {
    CHECK(error.diagnostics().front().line == 3);
    return error.diagnostics().front().pointer + ": " + error.diagnostics().front().message;
  }
}

std::string answer(const std::string& value) { return "\"answer\": " + value; }

}  // namespace

TEST_CASE("answers are right, wrong with a reason, or missing") {
  const Marked result = marked({{"direct_fail", 11 * walled()},
                                {"push_fail", walled() * (walled() - 1) / 2},
                                {"pushes", 7777},
                                {"busiest", "server"}});
  REQUIRE(result.marks.size() == 5);
  CHECK(result.marks[0].verdict == Verdict::right);
  CHECK(result.marks[0].points == 1);
  CHECK(result.marks[1].verdict == Verdict::wrong);
  CHECK(result.marks[1].points == 0);
  CHECK(result.marks[1].of == 2);
  CHECK(result.marks[1].reason == "Each pair counts twice: both want a file of the other.");
  CHECK(result.marks[1].is_typical);
  CHECK_FALSE(result.marks[2].is_typical);
  CHECK(result.marks[1].expected == Json(static_cast<std::int64_t>(walled() * (walled() - 1))));
  CHECK(result.marks[2].verdict == Verdict::wrong);
  CHECK(result.marks[2].reason.find("Those that the ") == 0);
  CHECK(result.marks[3].verdict == Verdict::missing);
  CHECK(result.marks[3].given.is_null());
  CHECK(result.of() == 7);
  CHECK(result.points() == (walled() > 3 ? 2 : 1));
}

TEST_CASE("marks are the same each time") {
  const Json given = {{"direct_fail", 3}, {"busiest", "client"}};
  CHECK(marks_json(marked(given)).dump() == marks_json(marked(given)).dump());
}

TEST_CASE("an answer is right within its tolerance") {
  CHECK(Tolerance{}.allows(3, 3));
  CHECK(Tolerance{}.allows(1.0 / 3 * 3, 1));
  CHECK_FALSE(Tolerance{}.allows(3.001, 3));
  CHECK(Tolerance{1.0, {}}.allows(4, 3));
  CHECK_FALSE(Tolerance{1.0, {}}.allows(4.1, 3));
  CHECK(Tolerance{{}, 0.1}.allows(-1.1, -1));
  CHECK_FALSE(Tolerance{{}, 0.1}.allows(1.12, 1));
  CHECK(Tolerance{{}, 0.1}.allows(0, 0));
  CHECK_FALSE(Tolerance{{}, 0.1}.allows(1e-6, 0));
}

TEST_CASE("values are looked up in results and tables") {
  const std::string hops = R"({ "run": "ring", "table": "hops", )";
  CHECK(fault_of(answer(R"({ "run": "ring", "metric": "reach_mean" })")) == "= 8");
  CHECK(fault_of(
            answer(hops + R"("where": { "query_id": "all", "hop": 2 }, "column": "messages" })")) ==
        "= 4");
  CHECK(fault_of(answer(hops + R"("where": { "query_id": 1 }, "over": "count" })")) == "= 5");
  CHECK(fault_of(answer(hops +
                        R"("where": { "query_id": 1 }, "column": "messages", "over": "sum" })")) ==
        "= 10");
  CHECK(fault_of(answer(
            hops + R"("where": { "query_id": 1 }, "column": "hop", "over": "mean" })")) == "= 3");
  CHECK(fault_of(answer(hops + R"("column": "hop", "over": "max" })")) == "= 5");
  CHECK(fault_of(answer(hops + R"("column": "hop", "over": "min" })")) == "= 1");
  CHECK(fault_of(answer(R"({ "ratio": [{ "run": "ring", "metric": "reach_mean" }, 16] })")) ==
        "= 0.5");
}

TEST_CASE("a value that a run does not have is a mistake of the lab") {
  CHECK(fault_of(answer(R"({ "run": "ring", "metric": "reach_meen" })")) ==
        "/questions/q/answer/metric: no such result of this run; did you mean \"reach_mean\"?");
  CHECK(fault_of(answer(R"({ "run": "ring", "metric": "stretch_mean" })")) ==
        "/questions/q/answer/metric: the run has no such value");
  CHECK(fault_of(answer(R"({ "run": "ring", "table": "links", "over": "count" })")) ==
        "/questions/q/answer/table: the run has no such table");
  CHECK(fault_of(answer(R"({ "run": "ring", "table": "hops", "column": "hop" })")) ==
        "/questions/q/answer: expected exactly one row of hops.csv that matches, found 15");
  CHECK(fault_of(answer(R"({ "run": "ring", "table": "hops", "column": "hop", "over": "sum",
                             "where": { "hop": 99 } })"))
            .find("expected a row of hops.csv that matches, found 0") != std::string::npos);
  CHECK(fault_of(answer(R"({ "run": "ring", "table": "queries", "column": "first_hit_ms",
                             "where": { "query_id": 0 } })")) ==
        "/questions/q/answer: a cell of first_hit_ms is no number");
  CHECK(fault_of(answer(R"({ "ratio": [{ "run": "ring", "metric": "peers" }, 0] })")) ==
        "/questions/q/answer: a division by zero");
  const std::string peers = R"({ "run": "ring", "metric": "peers" })";
  CHECK(fault_of(R"("choices": { "a": "A", "b": "B" }, "answer": { "smallest": { "a": )" + peers +
                 ", \"b\": " + peers + " } }") ==
        "/questions/q/answer/smallest/a: two choices are alike: a and b");
}

TEST_CASE("a wrong answer is shown with all its digits, and never looks like what is right") {
  const auto line = [](double given, double expected) {
    Mark mark{"q", given, expected, "bytes", 0, 1, Verdict::wrong, "So it is."};
    std::string text = marks_text({&firewalls(), "Ada", {mark}}, true);
    text.erase(0, text.find("q: "));
    return text.substr(0, text.find(" ("));
  };
  CHECK(line(1234567.4, 1234567) == "q: 1,234,567.4 bytes; a run says 1,234,567 bytes");
  CHECK(line(12.71, 12.7083) == "q: 12.71 bytes; a run says 12.7083 bytes");
  CHECK(line(12.70831, 12.7083) == "q: 12.70831 bytes; a run says 12.71 bytes");
  CHECK(line(-123, 0.04) == "q: -123 bytes; a run says 0.040 bytes");
  CHECK(line(1e300, -1234) == "q: 1e+300 bytes; a run says -1,234 bytes");
}

TEST_CASE("reports name verdicts, and gradebooks have a row for each student") {
  const Marked ada = marked({{"direct_fail", 11 * walled()}, {"push_fail", 1e6}});
  const std::string text = marks_text(ada, true);
  CHECK(text.find("Ada, 09_firewalls: 1 of 7 points\n") == 0);
  CHECK(text.find("\n  right    direct_fail: ") != std::string::npos);
  CHECK(text.find("\n  wrong    push_fail: 1,000,000 fetches; a run says ") != std::string::npos);
  CHECK(text.find("\n  missing  pushes: no answer; a run says ") != std::string::npos);
  const std::string kept = marks_text(ada, false);
  CHECK(kept.find("a run says") == std::string::npos);
  CHECK(
      kept.find("push_fail: 1,000,000 fetches (0 of 2)\n           A run says something else.\n") !=
      std::string::npos);
  CHECK(kept.find("pushes: no answer (0 of 1)\n") != std::string::npos);
  Marked other = ada;
  other.student = "O, \"B\"";
  other.marks.pop_back();
  other.marks.front().question = "new";
  CHECK(gradebook({ada, other}) ==
        "student,lab,points,of,direct_fail,push_fail,pushes,relayed_bytes,busiest,new\n"
        "Ada,09_firewalls,1,7,1,0,0,0,0,\n"
        "\"O, \"\"B\"\"\",09_firewalls,1,6,,0,0,0,,1\n");
  const Json json = marks_json(ada);
  CHECK(json["points"] == 1);
  CHECK(json["marks"][0]["verdict"] == "right");
  CHECK(json["marks"][2]["given"].is_null());
}

}  // namespace mark_test
