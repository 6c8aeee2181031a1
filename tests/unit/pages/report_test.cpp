// A result folder is carried by its page as it is: tables, summary, and what is played back.
#include "analysis/web/pages/report.hpp"

#include <string>

#include "analysis/replay/replay.hpp"
#include "analysis/replay/stage.hpp"
#include "sim/run/summary.hpp"
#include "sim/run/write_result.hpp"
#include "tests/catch.hpp"
#include "tests/end_to_end/files.hpp"
#include "tests/unit/io/temporary_folder.hpp"
#include "tests/unit/pages/unpacked.hpp"
#include "tests/unit/replay/watched.hpp"

namespace report_test {

using namespace rippletank;
using namespace rippletank::tests;

namespace {

/// A run that was watched, and its result folder.
struct Reported {
  explicit Reported(const std::string& tutorial_name)
      : scenario(tutorial(tutorial_name)),
        run(watched(scenario)),
        summary(run::write_result(scenario, run.outcome, Json::array(), folder.path)) {}

  pages::Content report() const {
    return pages::report(folder.path, summary, pages::Played{scenario, run.outcome, run.recording},
                         checkout() / "scenarios/tutorial");
  }

  TemporaryFolder folder;
  scenario::Scenario scenario;
  Watched run;
  Json summary;
};

std::string table_of(std::size_t rows) {
  std::string text = "query_id,note\n";
  for (std::size_t row = 0; row < rows; ++row) text += std::to_string(row) + ",x\n";
  return text;
}

Json plain_summary() { return {{"name", "plain"}, {"provenance", Json::object()}}; }

}  // namespace

TEST_CASE("the page of a run has its tables, its scenario, its summary and its replay") {
  const Reported reported("20_napster");
  const Json report = Json::parse(reported.report().data.dump());
  CHECK(report["name"] == "20_napster");
  CHECK(report["description"] == reported.summary["description"]);
  const Json& run = report["run"];
  CHECK(run["summary"] == Json::parse(reported.summary.dump()));
  CHECK(run["text"] == run::summary_text(reported.scenario, reported.run.outcome));
  CHECK(run["sweep"].is_null());
  CHECK(run["shortened"] == Json::array());
  std::size_t tables = 0;
  for (const auto& [name, text] : tree(reported.folder.path)) {
    if (name == "summary.json") continue;
    CHECK(run["files"][name] == text);
    ++tables;
  }
  CHECK(tables == 4);
  CHECK(run["files"].size() == tables);
  CHECK(run["inputs"] ==
        Json({{"data/songs.csv", read_file(checkout() / "scenarios/tutorial/data/songs.csv")}}));
  const auto again =
      scenario::load_text(run["scenario"].get<std::string>(),
                          (checkout() / "scenarios/tutorial/scenario.json").string());
  CHECK(scenario::resolved(again.scenario) == scenario::resolved(reported.scenario));
}

TEST_CASE("what is played back is what was recorded") {
  const Reported reported("18_netsplit");
  const pages::Content report = reported.report();
  const Json& replay = report.data["run"]["replay"];
  CHECK(replay["stage"] == replay::stage_json(reported.scenario, reported.run.outcome));
  CHECK(replay["replay"] == replay::replay_json(reported.run.outcome, reported.run.recording));
  CHECK(report.messages == replay::message_columns(reported.run.outcome, reported.run.recording));
}

TEST_CASE("without anything played there is no replay, and the tables are there") {
  const Reported reported("03_ring");
  const Json run = pages::report(reported.folder.path, reported.summary, {}, "").data["run"];
  CHECK(run["replay"].is_null());
  CHECK(run["text"] == "");
  CHECK(run["inputs"] == Json::object());
  CHECK(run["files"] == reported.report().data["run"]["files"]);
}

TEST_CASE("of a long table the first rows are shown, and that is told") {
  const TemporaryFolder folder;
  write_file(folder.path / "exact.csv", table_of(pages::most_reported_rows));
  write_file(folder.path / "long.csv", table_of(pages::most_reported_rows + 1));
  write_file(folder.path / "brief.csv", "a,b\n1,2");
  write_file(folder.path / "notes.txt", "no table");
  const Json run = pages::report(folder.path, plain_summary(), {}, "").data["run"];
  CHECK(run["shortened"] == Json({"long.csv"}));
  CHECK(run["files"]["exact.csv"] == table_of(pages::most_reported_rows));
  CHECK(run["files"]["long.csv"] == table_of(pages::most_reported_rows));
  CHECK(run["files"]["brief.csv"] == "a,b\n1,2");
  CHECK(run["files"].size() == 3);
}

TEST_CASE("of long rows only as many are shown as a page has room for") {
  const TemporaryFolder folder;
  constexpr std::size_t room = pages::most_reported_rows * pages::most_bytes_per_row;
  const std::string row = std::string(room / 3, 'x') + "\n";
  write_file(folder.path / "wide.csv", "a\n" + row + row + row);
  write_file(folder.path / "wider.csv", "a" + row + row + row + row);
  const Json run = pages::report(folder.path, plain_summary(), {}, "").data["run"];
  CHECK(run["shortened"] == Json({"wide.csv", "wider.csv"}));
  CHECK(run["files"]["wide.csv"] == "a\n" + row + row);
  CHECK(run["files"]["wider.csv"] == "a" + row + row);
}

TEST_CASE("fewer rows are left of every table but the one that curves are drawn from") {
  const TemporaryFolder folder;
  write_file(folder.path / "exact.csv", table_of(40));
  write_file(folder.path / "groups.csv", table_of(60));
  write_file(folder.path / "long.csv", table_of(pages::most_reported_rows + 1));
  write_file(folder.path / "some.csv", table_of(60));
  pages::Content content = pages::report(folder.path, plain_summary(), {}, "");
  pages::shorten_tables(content, 40);
  const Json& run = content.data["run"];
  CHECK(run["shortened"] == Json({"long.csv", "some.csv"}));
  for (const char* name : {"exact.csv", "long.csv", "some.csv"}) {
    CHECK(run["files"][name] == table_of(40));
  }
  CHECK(run["files"]["groups.csv"] == table_of(60));
}

TEST_CASE("a page knows which files of a folder are not those of its run") {
  const Reported reported("03_ring");
  const Json run = pages::report(reported.folder.path, reported.summary,
                                 pages::Played{reported.scenario,
                                               reported.run.outcome,
                                               reported.run.recording,
                                               {{"hops.csv"}, {"peers.csv"}}},
                                 checkout() / "scenarios/tutorial")
                       .data["run"];
  CHECK(run["changed"] == Json({"hops.csv"}));
  CHECK(run["missing"] == Json({"peers.csv"}));
  CHECK(reported.report().data["run"]["changed"] == Json::array());
  CHECK(reported.report().data["run"]["missing"] == Json::array());
}

TEST_CASE("a table is not shortened within a field") {
  std::string text = "varied,metric\n";
  for (std::size_t row = 0; row < pages::most_reported_rows + 5; ++row) {
    text += "\"two\nlines \"\"" + std::to_string(row) + "\"\"\",reach_mean\n";
  }
  const TemporaryFolder folder;
  write_file(folder.path / "groups.csv", text);
  const Json run = pages::report(folder.path, plain_summary(), {}, "").data["run"];
  const std::string last = "two\nlines \"\"" + std::to_string(pages::most_reported_rows - 1);
  const auto shown = run["files"]["groups.csv"].get<std::string>();
  CHECK(shown.substr(shown.size() - last.size() - 16) == "\"" + last + "\"\"\",reach_mean\n");
  CHECK(run["sweep"]["metrics"] == Json({"reach_mean"}));
}

TEST_CASE("of a sweep the page knows what varies and what is measured") {
  const TemporaryFolder folder;
  write_file(folder.path / "runs.csv", "ttl_hops,status\n1,done\n");
  write_file(folder.path / "groups.csv",
             "ttl_hops,\"a, \"\"b\"\"\",metric,unit,n,mean,half_width_95\n"
             "1,x,messages,messages,2,4,1\n1,x,reach_mean,peers,2,5,1\n"
             "2,x,messages,messages,2,6,1\n2,x,reach_mean,peers,2,7,1\n");
  const Json sweep = pages::report(folder.path, plain_summary(), {}, "").data["run"]["sweep"];
  CHECK(sweep["varied"] == Json({"ttl_hops", "a, \"b\""}));
  CHECK(sweep["metrics"] == Json({"messages", "reach_mean"}));
}

TEST_CASE("the same result makes the same report") {
  const Reported reported("14_reroute");
  CHECK(reported.report().data.dump() == reported.report().data.dump());
  CHECK(reported.report().data.dump() == Reported("14_reroute").report().data.dump());
}

}  // namespace report_test
