// Executions: the same tables whoever plays, only what is missing, failures as rows, clean ends.
#include "sim/sweep/execute.hpp"

#include <atomic>

#include <fmt/format.h>

#include "sim/run/headline.hpp"
#include "sim/run/run.hpp"
#include "sim/sweep/merge.hpp"
#include "sim/sweep/record_text.hpp"
#include "tests/catch.hpp"
#include "tests/unit/sweep/sweeps.hpp"

namespace execute_test {

using namespace rippletank;
using namespace rippletank::tests;

namespace {

sweep::Execution on_threads(unsigned threads) {
  sweep::Execution execution;
  execution.threads = threads;
  return execution;
}

sweep::Keeping shard(std::uint32_t number, std::uint32_t of) {
  sweep::Keeping keeping;
  keeping.shard = {number, of};
  return keeping;
}

std::size_t rows_with(const std::string& csv, const std::string& text) {
  std::size_t count = 0;
  for (auto at = csv.find(text); at != std::string::npos; at = csv.find(text, at + 1)) ++count;
  return count;
}

/// Its second value of degree cannot be made, which only building the network shows.
Json partly_failing_sweep() {
  Json json = small_sweep();
  json["scenario"]["queries"]["origins"] = {0, 40};
  json["vary"] = {{"/overlay/topology/nodes", {60, 30, 50}}};
  return json;
}

/// Half of its runs take hours.
Json endless_sweep() {
  Json json = small_sweep();
  json["scenario"]["overlay"]["protocol"]["ttl_hops"] = 20;
  json["scenario"]["overlay"]["topology"]["nodes"] = 5000;
  json["scenario"]["queries"] = {{"model", "poisson"}, {"rate_per_min", 1}};
  json["scenario"]["horizon_s"] = 1;
  json["vary"] = {{"/horizon_s", {0.05, 100'000}}};
  json["repetitions"] = 2;
  return json;
}

}  // namespace

TEST_CASE("the same bytes on one thread, on three, in shards and after a break") {
  const Folder folder;
  const sweep::Plan plan = plan_of(folder, small_sweep());
  CHECK(play(plan, folder / "one") == 18);
  const std::string expected = tables_in(folder / "one");
  CHECK(rows_with(expected, ",done,") == 18);
  play(plan, folder / "three", {}, on_threads(3));
  CHECK(tables_in(folder / "three") == expected);
  for (const std::uint32_t i : {1U, 2U, 3U}) {
    play(plan, folder / ("part" + std::to_string(i)), shard(i, 3));
  }
  sweep::merge(folder / "merged", {folder / "part2", folder / "part3", folder / "part1"});
  CHECK(tables_in(folder / "merged") == expected);
  CHECK(text_of(folder / "merged/summary.json") == text_of(folder / "one/summary.json"));

  sweep::Execution interrupted = on_threads(1);
  std::atomic<int> asked = 0;
  interrupted.is_interrupted = [&asked] { return ++asked > 2; };
  const std::uint64_t before = play(plan, folder / "broken", {}, interrupted);
  const std::uint64_t after = play(plan, folder / "broken");
  CHECK(before + after >= 18);  // what was played and not stored is played again
  CHECK(tables_in(folder / "broken") == expected);
}

TEST_CASE("a row of runs.csv is the run of its scenario and seed") {
  const Folder folder;
  const sweep::Plan plan = plan_of(folder, small_sweep());
  play(plan, folder / "out");
  const auto store = sweep::look_into(folder / "out");
  for (const sweep::Task task : {sweep::Task{0, 0}, sweep::Task{5, 2}}) {
    const auto record = store->find(sweep::run_id(plan.outline(), task));
    REQUIRE(record);
    Json scenario = small_scenario();
    scenario["overlay"]["protocol"]["ttl_hops"] = task.point == 0 ? 1 : 3;
    scenario["overlay"]["topology"]["mean_degree"] = task.point == 0 ? 2 : 4;
    const auto loaded = scenario::load_text(scenario.dump(), "s.json");
    const auto outcome = run::run(loaded.scenario, run::repetition_seed(1, task.repetition));
    for (const run::Metric& metric : run::metrics()) {
      const Json value = metric.value(outcome);
      CHECK((value.is_null() || record->values[metric.name] == value));
    }
    CHECK(record->fingerprint == fmt::format("{:016x}", outcome.measures.fingerprint.value()));
  }
}

TEST_CASE("a wider grid and more repetitions play only what is new") {
  const Folder folder;
  CHECK(play(plan_of(folder, small_sweep()), folder / "out") == 18);
  CHECK(play(plan_of(folder, small_sweep()), folder / "out") == 0);
  Json wider = small_sweep();
  wider["vary"]["/overlay/protocol/ttl_hops"] = {1, 2, 3, 4};
  CHECK(play(plan_of(folder, wider), folder / "out") == 6);
  wider["repetitions"] = 5;
  CHECK(play(plan_of(folder, wider), folder / "out") == 16);
  const std::string grown = tables_in(folder / "out");
  play(plan_of(folder, wider), folder / "anew");
  CHECK(tables_in(folder / "anew") == grown);
  // Back to the first: its rows, and nothing is lost.
  CHECK(play(plan_of(folder, small_sweep()), folder / "out") == 0);
  CHECK(play(plan_of(folder, wider), folder / "out") == 0);
}

TEST_CASE("a run that fails is a row with its message, and is not played again unasked") {
  const Folder folder;
  const sweep::Plan plan = plan_of(folder, partly_failing_sweep());
  CHECK(play(plan, folder / "out") == 9);
  const std::string csv = text_of(folder / "out/runs.csv");
  CHECK(rows_with(csv, ",done,") == 6);
  CHECK(rows_with(csv, ",failed,30,") == 3);
  CHECK(rows_with(csv, "/queries/origins/1: ") == 3);
  CHECK(play(plan, folder / "out") == 0);
  sweep::Keeping again;
  again.retry_failed = true;
  CHECK(play(plan, folder / "out", again) == 3);
  sweep::Execution fast = on_threads(1);
  fast.fail_fast = true;
  const auto store = sweep::open_for_writing(folder / "fast", plan.outline().name);
  const sweep::Survey survey = sweep::survey(plan.outline(), store.get(), {});
  CHECK(sweep::execute(plan, *store, {}, survey, fast) == sweep::Ending::failed_fast);
}

TEST_CASE("a run whose input has changed since the plan is not kept under the old checksum") {
  const Folder folder;
  Json json = small_sweep();
  json["scenario"]["overlay"]["topology"] = {{"model", "edge_list"}, {"file", "links.txt"}};
  json["vary"].erase("/overlay/topology/mean_degree");
  std::ofstream(folder / "links.txt") << "0 1\n1 7\n";
  const sweep::Plan plan = plan_of(folder, json);
  std::ofstream(folder / "links.txt") << "0 1\n1 7\n0 7\n";
  CHECK_THROWS_AS(play(plan, folder / "out"), sweep::InputChanged);
  CHECK(sweep::look_into(folder / "out")->count() == 0);
  std::filesystem::remove(folder / "links.txt");
  CHECK_THROWS_AS(play(plan, folder / "out"), sweep::InputChanged);
  CHECK(sweep::look_into(folder / "out")->count() == 0);
  // Touched, but the same.
  std::ofstream(folder / "links.txt") << "0 1\n1 7\n";
  CHECK(play(plan, folder / "out") == 9);
}

TEST_CASE("a run that takes too long is given up and told, others are not touched") {
  const Folder folder;
  const sweep::Plan plan = plan_of(folder, endless_sweep());
  sweep::Execution limited = on_threads(2);
  limited.time_limit_s = 0.3;
  CHECK(play(plan, folder / "out", {}, limited) == 4);
  const std::string csv = text_of(folder / "out/runs.csv");
  CHECK(rows_with(csv, ",done,0.05,") == 2);
  CHECK(rows_with(csv, ",time_limit,100000,") == 2);
  CHECK(rows_with(csv, "took longer than 0.3 s") == 2);
  const auto store = sweep::look_into(folder / "out");
  store->for_each([](const sweep::RunRecord& record) {
    if (record.status == sweep::Status::time_limit) CHECK(record.wall_s > 0.3);
  });
}

TEST_CASE("an interrupt ends runs that would never end") {
  const Folder folder;
  sweep::Execution interrupted = on_threads(2);
  std::uint64_t done = 0;
  interrupted.told = [&done](const sweep::Headway& headway) { done = headway.done; };
  interrupted.is_interrupted = [&done] { return done == 2; };
  CHECK(play(plan_of(folder, endless_sweep()), folder / "out", {}, interrupted) == 2);
}

TEST_CASE("until a mean is known well enough, in whole and in shards alike") {
  const Folder folder;
  Json json = small_sweep();
  json["until"] = {{"metric", "reach_mean"}, {"half_width", 1.5}, {"at_most", 60}};
  const sweep::Plan plan = plan_of(folder, json);
  CHECK(play(plan, folder / "whole", {}, on_threads(2)) > 18);
  for (const std::uint32_t i : {1U, 2U}) {
    play(plan, folder / ("part" + std::to_string(i)), shard(i, 2));
  }
  sweep::merge(folder / "merged", {folder / "part1", folder / "part2"});
  CHECK(tables_in(folder / "merged") == tables_in(folder / "whole"));
}

TEST_CASE("points that repetitions do not come to know well enough are told") {
  const Folder folder;
  Json json = small_sweep();
  json["until"] = {{"metric", "reach_mean"}, {"half_width", 1e-6}, {"at_most", 4}};
  const sweep::Plan plan = plan_of(folder, json);
  play(plan, folder / "out");
  const auto store = sweep::look_into(folder / "out");
  const sweep::Results results = sweep::write_tables(folder / "out", plan.outline(), *store, {});
  const std::string text = sweep::summary_text(plan.outline(), results);
  INFO(text);
  CHECK(text.find("note: at 6 points reach_mean is not known as well") != std::string::npos);
  CHECK(sweep::summary_json(plan.outline(), results)["points_short_of_until"].get<int>() > 0);
}

TEST_CASE("parts of different sweeps are not merged") {
  const Folder folder;
  play(plan_of(folder, small_sweep()), folder / "one", shard(1, 2));
  Json other = small_sweep();
  other["repetitions"] = 4;
  play(plan_of(folder, other), folder / "two", shard(2, 2));
  CHECK_THROWS_AS(sweep::merge(folder / "merged", {folder / "one", folder / "two"}),
                  sweep::UnusableFolder);
  CHECK_FALSE(std::filesystem::exists(folder / "merged"));
}

TEST_CASE("a part that was ended before it had begun keeps nobody from merging the others") {
  const Folder folder;
  const sweep::Plan plan = plan_of(folder, small_sweep());
  play(plan, folder / "part1", shard(1, 2));
  const std::string name = plan.outline().name;
  { const auto begun = sweep::open_for_writing(folder / "part2", name); }
  const sweep::Results merged =
      sweep::merge(folder / "merged", {folder / "part2", folder / "part1"});
  CHECK(merged.runs() == 9);
  CHECK(sweep::missing_runs(folder / "merged") == 9);
  CHECK_THROWS_AS(sweep::merge(folder / "none", {folder / "part2"}), sweep::UnusableFolder);
}

TEST_CASE("folders of runs are whole results, and one that is missing is made") {
  const Folder folder;
  const sweep::Plan plan = plan_of(folder, small_sweep());
  sweep::Keeping keeping;
  keeping.folders = sweep::folders_in(folder / "out");
  CHECK(play(plan, folder / "out", keeping) == 18);
  const auto one = keeping.folders / sweep::run_id(plan.outline(), {0, 0});
  CHECK(std::filesystem::exists(one / "queries.csv"));
  const Json summary = Json::parse(text_of(one / "summary.json"));
  CHECK(summary["provenance"]["scenario"]["overlay"]["protocol"]["ttl_hops"] == 1);
  std::filesystem::remove_all(one);
  CHECK(play(plan, folder / "out", keeping) == 1);
  CHECK(std::filesystem::exists(one / "summary.json"));
}

TEST_CASE("a record survives being sent as text") {
  sweep::Brought brought;
  brought.task = {3, 5};
  brought.record.run_id = "0123";
  brought.record.status = sweep::Status::time_limit;
  brought.record.message = "took \"long\"\n";
  brought.record.repetition = 5;
  brought.record.seed = 18446744073709551615U;
  brought.record.fingerprint = "ff";
  brought.record.wall_s = 0.1;
  brought.record.values = {{"b", 1.5}, {"a", 3}, {"c", nullptr}};
  brought.record.figures = {{"b", "s", "What it is."}};
  const sweep::Brought back = sweep::brought_of(sweep::text_of(brought));
  CHECK(back.task.point == 3);
  CHECK(back.record.run_id == "0123");
  CHECK(back.record.status == sweep::Status::time_limit);
  CHECK(back.record.message == brought.record.message);
  CHECK(back.record.repetition == 5);
  CHECK(back.record.seed == brought.record.seed);
  CHECK(back.record.wall_s == 0.1);
  CHECK(back.record.values.dump() == brought.record.values.dump());
  REQUIRE(back.record.figures.size() == 1);
  CHECK(back.record.figures[0].definition == "What it is.");
  brought.failure = std::make_exception_ptr(std::runtime_error("no disk"));
  CHECK_THROWS_WITH(std::rethrow_exception(sweep::brought_of(sweep::text_of(brought)).failure),
                    "no disk");
}

}  // namespace execute_test
