// Comparing results: what is paired, which numbers follow, and what is refused, on folders by hand.
#include <fmt/format.h>

#include <cmath>
#include <optional>
#include <string>
#include <vector>

#include "analysis/statistics/batch_means.hpp"
#include "sim/cli/comparison_pages.hpp"
#include "sim/cli/result_comparison.hpp"
#include "sim/registry/diagnostics.hpp"
#include "tests/catch.hpp"
#include "tests/end_to_end/files.hpp"
#include "tests/end_to_end/run_program.hpp"

namespace compare_test {

using namespace rippletank::cli;
using namespace rippletank::tests;
namespace statistics = rippletank::statistics;

namespace {

/// Folders that look like results.
struct Results {
  TemporaryFolder folder;

  std::string path(const std::string& name) const { return (folder / name).string(); }

  std::string add(const std::string& name, Json summary, const std::string& table_name = "",
                  const std::string& table = "") const {
    summary["name"] = name;
    summary["provenance"]["program"] = "rippletank";
    std::filesystem::create_directory(folder / name);
    write_file(folder / name / "summary.json", summary.dump());
    if (!table_name.empty()) write_file(folder / name / table_name, table);
    return path(name);
  }
  std::string repetitions(const std::string& name, int count, const std::string& rows) const {
    return add(name, {{"repetitions", count}}, "runs.csv",
               "repetition,seed,fingerprint,reach_mean,hits\n" + rows);
  }
  std::string sweep(const std::string& name, const std::string& header,
                    const std::string& rows) const {
    return add(
        name, {{"runs", {{"done", 1}}}}, "runs.csv",
        "run_id,status," + header + ",repetition,seed,fingerprint,reach_mean,message\n" + rows);
  }
  /// Queries one second apart by an origin for an item, with these times of their first hit; ""
  /// for none.
  std::string run(const std::string& name, const std::vector<std::string>& first_hit_ms,
                  const std::string& asked = "7,3", int seed = 1) const {
    std::string rows = "query_id,time_s,origin,item,first_hit_ms\n";
    for (std::size_t i = 0; i < first_hit_ms.size(); ++i) {
      rows += fmt::format("{0},{0},{1},{2}\n", i, asked, first_hit_ms[i]);
    }
    return add(name,
               {{"results", {{"queries", first_hit_ms.size()}, {"peers", 10}}},
                {"provenance", {{"seed", seed}}}},
               "queries.csv", rows);
  }
};

ResultComparison compared(const std::string& a, const std::string& b,
                          const std::vector<std::string>& metrics = {}) {
  return compare_results(read_result(a), read_result(b), metrics);
}

const MetricComparison& of(const ResultComparison& comparison, const std::string& metric,
                           std::size_t group = 0) {
  for (const MetricComparison& one : comparison.groups.at(group).metrics) {
    if (one.metric == metric) return one;
  }
  throw std::runtime_error("not compared: " + metric);
}

/// The messages of what is refused, one a line.
std::string refusal(const std::string& a, const std::string& b,
                    const std::vector<std::string>& metrics = {}) {
  try {
    compared(a, b, metrics);
  } catch (const rippletank::registry::InputError& error) {
    std::string text;
    for (const auto& one : error.diagnostics()) text += to_string(one) + "\n";
    return text;
  }
  return "not refused";
}

bool says(const std::string& text, const std::string& part) {
  INFO(text);
  INFO(part);
  CHECK(text.find(part) != std::string::npos);
  return true;
}

std::vector<std::string> texts(std::size_t n, double (*value)(double)) {
  std::vector<std::string> all;
  for (std::size_t i = 0; i < n; ++i)
    all.push_back(fmt::format("{}", value(static_cast<double>(i))));
  return all;
}

}  // namespace

TEST_CASE("runs of the same number and seed are compared in pairs") {
  const Results results;
  // Differences 2, 4, 3, 3: mean 3, sd sqrt(2 / 3), t(3) = 3.182446305.
  const auto a =
      results.repetitions("a", 4, "0,11,x,10,1\n1,12,x,20,1\n2,13,x,30,1\n3,14,x,40,1\n");
  const auto b =
      results.repetitions("b", 4, "3,14,y,43,1\n2,13,y,33,1\n1,12,y,24,1\n0,11,y,12,1\n");
  const ResultComparison comparison = compared(a, b);
  REQUIRE(comparison.groups.size() == 1);
  const MetricComparison& reach = of(comparison, "reach_mean");
  CHECK(reach.method == Method::pairs);
  CHECK(reach.n_a == 4);
  CHECK(reach.found.mean_a == 25.0);
  CHECK(reach.found.mean_b == 28.0);
  CHECK(reach.found.difference == 3.0);
  CHECK(*reach.found.half_width == Approx(3.182446305 * std::sqrt(2.0 / 3 / 4)));
  CHECK(reach.found.excludes_zero());
  CHECK(of(comparison, "hits").is_alike());
  CHECK(comparison.differing() == std::pair<std::size_t, std::size_t>(1, 1));
  CHECK(comparison.notes.empty());
}

TEST_CASE("what has no partner, and what is missing, is left out of pairs and told") {
  const Results results;
  const auto a = results.repetitions("a", 3, "0,11,x,10,\n1,12,x,20,5\n2,13,x,30,5\n");
  const auto b = results.repetitions("b", 2, "0,11,y,12,\n1,12,y,24,\n");
  const ResultComparison comparison = compared(a, b);
  CHECK(of(comparison, "reach_mean").n_a == 2);
  CHECK(of(comparison, "reach_mean").found.mean_a == 15.0);
  REQUIRE(comparison.notes.size() == 1);
  says(comparison.notes[0], "a: 1 run without a partner");
  // B has no value at all: what A has is shown alone.
  const MetricComparison& hits = of(comparison, "hits");
  CHECK(hits.found.mean_a == 5.0);
  CHECK_FALSE(hits.found.mean_b);
  CHECK_FALSE(hits.found.difference);
  CHECK_FALSE(hits.is_alike());
}

TEST_CASE("runs with other seeds are independent samples") {
  const Results results;
  const auto a = results.repetitions("a", 3, "0,11,x,10,1\n1,12,x,20,1\n2,13,x,30,1\n");
  const auto b = results.repetitions("b", 3, "0,11,y,12,1\n1,92,y,24,1\n2,13,y,36,1\n");
  const MetricComparison reach = of(compared(a, b), "reach_mean");
  CHECK(reach.method == Method::samples);
  CHECK(*reach.found.half_width ==
        *statistics::compare_samples({10, 20, 30}, {12, 24, 36}).half_width);
}

TEST_CASE("one run each, or equal ones, are no reason for an interval") {
  const Results results;
  const auto a = results.repetitions("a", 1, "0,11,x,10,1\n");
  const auto b = results.repetitions("b", 1, "0,11,x,12,1\n");
  const ResultComparison comparison = compared(a, b);
  CHECK(of(comparison, "reach_mean").found.difference == 2.0);
  CHECK_FALSE(of(comparison, "reach_mean").found.half_width);
  CHECK(comparison.differing().first == 0);
  says(comparison_text(comparison), "No difference has an interval.");
  says(comparison_text(compared(a, a)), "Nothing differs.");
}

TEST_CASE("sweeps are compared point by point") {
  const Results results;
  const auto a = results.sweep("a", "ttl,share",
                               "i,done,1,0.5,0,11,x,10,\ni,done,1,0.5,1,12,x,20,\n"
                               "i,done,2,0.5,0,11,x,30,\ni,failed,2,0.5,1,12,x,,\"broke, sorry\"\n"
                               "i,done,3,0.5,0,11,x,30,\n");
  const auto b = results.sweep("b", "share,ttl",
                               "i,done,0.50,1.0,0,11,x,11,\ni,done,0.5,1,1,12,x,23,\n"
                               "i,done,0.5,2,0,99,x,50,\ni,done,0.5,2,1,98,x,60,\n");
  const ResultComparison comparison = compared(a, b);
  REQUIRE(comparison.groups.size() == 2);
  CHECK(comparison.groups[0].at ==
        std::vector<std::pair<std::string, std::string>>{{"ttl", "1"}, {"share", "0.5"}});
  CHECK(of(comparison, "reach_mean", 0).method == Method::pairs);
  CHECK(of(comparison, "reach_mean", 0).found.difference == 2.0);
  CHECK(of(comparison, "reach_mean", 1).method == Method::samples);
  CHECK(of(comparison, "reach_mean", 1).n_a == 1);
  REQUIRE(comparison.notes.size() == 2);
  says(comparison.notes[0], "a: 1 run that failed");
  says(comparison.notes[1], "a: 1 point that only it has");
  const std::string page = comparison_text(comparison);
  says(page, "\n  ttl = 1, share = 0.5: 2 runs in each, in pairs of equal seed\n");
  says(page, "\n  ttl = 2, share = 0.5: 1 run and 2, seeds differ\n");
  says(comparison_text(compared(a, a)), "\n  the same in both: 1 metric\n");
  const Json json = comparison_json(comparison);
  CHECK(json["comparisons"].size() == 2);
  CHECK(json["comparisons"][0]["at"] == Json({{"ttl", "1"}, {"share", "0.5"}}));
  const auto other = results.sweep("other", "ttl", "i,done,1,0,11,x,10,\n");
  says(refusal(a, other), "the sweeps vary different things: ");
  const auto apart = results.sweep("apart", "ttl,share", "i,done,9,9,0,11,x,10,\n");
  says(refusal(a, apart), "no runs with the same values of what is varied");
}

TEST_CASE("the same queries of two runs are compared in pairs, by batches if there are many") {
  const Results results;
  const auto slow = [](double i) { return 10 + std::fmod(i * 37, 11) + std::fmod(i * i, 7) / 100; };
  const auto fast = [](double i) { return 9 + std::fmod(i * 37, 11); };
  const ResultComparison many =
      compared(results.run("a", texts(400, slow)), results.run("b", texts(400, fast)));
  const MetricComparison& one = of(many, "first_hit_ms");
  CHECK(one.method == Method::pair_batches);
  CHECK(one.unit == "ms");
  CHECK(one.n_a == 400);
  std::vector<double> differences;
  for (double i = 0; i < 400; ++i) differences.push_back(fast(i) - slow(i));
  CHECK(*one.found.half_width == Approx(*statistics::batch_means(differences).half_width));
  CHECK(one.found.excludes_zero());
  CHECK(many.notes.empty());
  // The headline numbers stand beside them, without intervals.
  REQUIRE(many.groups.size() == 2);
  CHECK(of(many, "peers", 1).method == Method::single);
  CHECK(of(many, "peers", 1).is_alike());

  const ResultComparison few =
      compared(results.run("c", texts(40, slow)), results.run("d", texts(40, fast)));
  CHECK(of(few, "first_hit_ms").method == Method::pairs);
  REQUIRE(few.notes.size() == 1);
  says(few.notes[0], "do not depend on each other");
}

TEST_CASE(
    "what is compared of two single runs is about these two, and about pairs that both have") {
  const Results results;
  std::vector<std::string> found = texts(400, [](double i) { return 10 + std::fmod(i * 37, 11); });
  const auto a = results.run("a", found);
  for (std::size_t i = 0; i < 100; ++i) found[4 * i].clear();
  const ResultComparison pairs = compared(a, results.run("b", found));
  CHECK(of(pairs, "first_hit_ms").n_a == 300);
  REQUIRE(pairs.notes.size() == 1);
  says(pairs.notes[0], "of 400 pairs so many have a value on one side only");
  says(pairs.notes[0], "first_hit_ms 100");
  const auto same = results.run("e", found);
  CHECK(compared(same, results.run("f", found)).notes.empty());
  CHECK(
      of(compared(a, results.run("g", std::vector<std::string>(400))), "first_hit_ms").one_sided ==
      400);

  const auto b = results.run("c", texts(400, [](double i) { return 9 + std::fmod(i * i, 7); }));
  says(comparison_text(compared(a, b)), "the queries of two single runs;");
  const auto other =
      results.run("d", texts(400, [](double i) { return 9 + std::fmod(i * i, 7); }), "7,3", 2);
  says(comparison_text(compared(a, other)), "differ with their seeds");
  CHECK(comparison_text(compared(a, other)).find("by chance") == std::string::npos);
}

TEST_CASE("other queries of two runs are compared by the batches of each") {
  const Results results;
  const auto wave = [](double i) { return 10 + std::fmod(i * 37, 11); };
  const auto a = results.run("a", texts(400, wave));
  const auto b = results.run("b", texts(300, wave));
  CHECK(of(compared(a, b), "first_hit_ms").method == Method::batches);
  const auto c = results.run("c", texts(400, wave), "8,3");
  CHECK(of(compared(a, c), "first_hit_ms").method == Method::batches);
  const auto d = results.run("d", texts(400, wave), "7,4");
  CHECK(of(compared(a, d), "first_hit_ms").method == Method::batches);
  CHECK(of(compared(a, c), "first_hit_ms").found.mean_a ==
        of(compared(a, b), "first_hit_ms").found.mean_a);
  // What still rises has no mean to compare.
  const auto rising = results.run("rising", texts(300, [](double i) { return i * i; }));
  const MetricComparison one = of(compared(a, rising), "first_hit_ms");
  CHECK_FALSE(one.found.half_width);
  CHECK(one.found.warnings == std::vector{statistics::Warning::warm_up_not_over});
}

TEST_CASE("what is no result, of another kind or damaged is refused") {
  const Results results;
  const auto a = results.repetitions("a", 2, "0,11,x,10,1\n1,12,x,20,1\n");
  const auto one = results.run("one", {"1", "2"});
  says(refusal(a, results.path("nowhere")), "nowhere: error: no such folder");
  says(refusal(a, one), "a is the result of repetitions, ");
  std::filesystem::create_directory(results.folder / "empty");
  says(refusal(a, results.path("empty")), "there is no summary.json in it");
  says(refusal(a, results.add("lost", {{"repetitions", 2}})), "runs.csv: error: it is missing");
  says(refusal(a, results.repetitions("short", 2, "0,11,x,10,1\n")),
       "expected 2 rows, as summary.json says, got 1");
  says(refusal(a, results.repetitions("odd", 2, "0,11,x,10,1\n1,12,x,many,1\n")),
       "runs.csv:3: error: reach_mean: expected a number, got \"many\"");
  says(refusal(one, results.add("no_queries", {{"results", {{"queries", 3}}}})),
       "queries.csv: error: it is missing");
  says(refusal(a, results.add("strange", {{"repetitions", 2}, {"definitions", {{"x", 3}}}})),
       "not as rippletank writes it");
  write_file(results.folder / "lost" / "summary.json", "{ \"repetitions\": ");
  says(refusal(a, results.path("lost")), "summary.json: error: no JSON");
  write_file(results.folder / "lost" / "summary.json", "{}");
  says(refusal(a, results.path("lost")), "no summary of a result of rippletank");
  says(refusal(a, results.add("bare", {{"repetitions", 2}}, "runs.csv", "reach_mean\n10\n20\n")),
       "expected the columns repetition, seed and fingerprint");
  says(refusal(one, results.add("anonymous", {{"results", {{"queries", 1}}}}, "queries.csv",
                                "query_id,time_s,reach\n0,0,3\n")),
       "expected a column origin");
  says(refusal(results.sweep("s", "ttl", ""), results.sweep("t", "ttl", "")),
       "no runs with the same values");
  // Who did not want queries.csv has the headline numbers.
  Json without = {{"results", {{"peers", 12}}}};
  without["provenance"]["scenario"]["measure"]["tables"] = Json::array({"peers"});
  const ResultComparison headline = compared(one, results.add("without", without));
  REQUIRE(headline.groups.size() == 1);
  CHECK(of(headline, "peers").found.difference == 2.0);
}

TEST_CASE("metrics that are asked for are compared, and others told") {
  const Results results;
  const auto a = results.repetitions("a", 2, "0,11,x,10,1\n1,12,x,20,1\n");
  const auto c =
      results.add("c", {{"repetitions", 2}}, "runs.csv",
                  "repetition,seed,fingerprint,reach_mean,misses\n0,11,x,1,2\n1,12,x,3,4\n");
  CHECK(compared(a, a, {"hits"}).groups[0].metrics.size() == 1);
  says(refusal(a, c, {"reech_mean"}), "no metric \"reech_mean\" in these results; did you mean");
  says(refusal(a, c, {"hits", "misses"}), "c has \"misses\"");
  const ResultComparison comparison = compared(a, c);
  REQUIRE(comparison.notes.size() == 2);
  says(comparison.notes[0], "a: hits");
  says(comparison.notes[1], "c: misses");
  const auto nothing = results.add("nothing", {{"repetitions", 1}}, "runs.csv",
                                   "repetition,seed,fingerprint,other\n0,11,x,1\n");
  says(refusal(a, nothing), "have no metric in common");
}

TEST_CASE("a page says what differs, in 80 columns, and steers no terminal") {
  const Results results;
  Json summary = {{"repetitions", 2}};
  summary["provenance"]["scenario"] = {{"seed", 1}, {"x", {{"ttl_hops", 4}}}, {"description", "p"}};
  const std::string header = "repetition,seed,fingerprint,a_metric_with_a_long_name,\x1b[31mred\n";
  const auto a = results.add("a", summary, "runs.csv", header + "0,11,x,10,1\n1,12,x,20,1\n");
  summary["provenance"]["scenario"]["x"]["ttl_hops"] = 7;
  summary["provenance"]["scenario"]["description"] = "q";
  const auto b = results.add("b", summary, "runs.csv", header + "0,11,x,1e9,2\n1,12,x,2e9,4\n");
  const std::string page = comparison_text(compared(a, b));
  says(page, "/x/ttl_hops: 4 → 7\n");
  CHECK(page.find("description") == std::string::npos);
  CHECK(page.find('\x1b') == std::string::npos);
  says(page, "a_metric_with_a_long_name\n");
  says(page, "Fewer than 6 values");
  CHECK(too_wide(page).empty());
  for (const std::string& line : lines_of(page)) CHECK((line.empty() || line.back() != ' '));
  const Json json = comparison_json(compared(a, b));
  CHECK(json["scenario_differences"] ==
        Json::array({{{"pointer", "/x/ttl_hops"}, {"a", 4}, {"b", 7}}}));
  CHECK(json["comparisons"][0]["warnings"] == Json::array({"few_values"}));
}

}  // namespace compare_test
