// Gathers what the page of a result carries.
#include "analysis/web/pages/report.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include "analysis/replay/replay.hpp"
#include "analysis/replay/stage.hpp"
#include "analysis/web/pages/inputs.hpp"
#include "analysis/web/pages/packing.hpp"
#include "sim/registry/csv_text.hpp"
#include "sim/registry/input_file.hpp"
#include "sim/run/summary.hpp"

namespace rippletank::pages {
namespace {

namespace fs = std::filesystem;
using registry::Json;

/// The first rows of a table: where a quoted field has line ends, some rows fewer.
std::string shortened(const std::string& text, std::size_t rows) {
  std::size_t at = 0;
  for (std::size_t line = 0; line <= rows; ++line) {
    const std::size_t end = text.find('\n', at);
    if (end == std::string::npos) return text;
    at = end + 1;
  }
  return text.substr(0, at);
}

struct Tables {
  Json files = Json::object();
  Json shortened = Json::array();
};

Tables read_tables(const fs::path& folder) {
  std::vector<fs::path> found;
  for (const auto& file : fs::directory_iterator(folder)) {
    if (file.path().extension() == ".csv") found.push_back(file.path());
  }
  std::sort(found.begin(), found.end());
  Tables tables;
  for (const fs::path& file : found) {
    const std::string whole = registry::read_input_file({file.string(), file});
    std::string shown = shortened(whole, most_reported_rows);
    const std::string name = file.filename().string();
    if (shown.size() < whole.size()) tables.shortened.push_back(name);
    tables.files[name] = std::move(shown);
  }
  return tables;
}

Json replay_part(const Played& played) {
  return {{"stage", replay::stage_json(played.scenario, played.outcome)},
          {"replay", replay::replay_json(played.outcome, played.recording)},
          {"packed", packed(replay::message_columns(played.outcome, played.recording))}};
}

std::vector<std::string> columns_of(const std::string& text) {
  std::vector<std::string> columns;
  registry::read_csv(
      text.substr(0, text.find('\n') + 1), "groups.csv",
      [&](const std::vector<std::string>& header) { columns = header; },
      [](registry::CsvTable::Row&) {});
  return columns;
}

/// Columns of groups.csv: what varies stands before `n`, and each metric has a mean.
Json sweep_part(const Json& files) {
  if (!files.contains("groups.csv")) return nullptr;
  const std::string& text = files["groups.csv"].get_ref<const std::string&>();
  std::vector<std::string> varied;
  std::vector<std::string> metrics;
  bool before_n = true;
  constexpr std::string_view mean = "_mean";
  for (const std::string& column : columns_of(text)) {
    before_n = before_n && column != "n";
    if (before_n) {
      varied.push_back(column);
    } else if (column.ends_with(mean)) {
      metrics.push_back(column.substr(0, column.size() - mean.size()));
    }
  }
  return {{"varied", varied}, {"metrics", metrics}};
}

}  // namespace

Json report_json(const fs::path& folder, const Json& summary, const std::optional<Played>& played,
                 const fs::path& base) {
  const Json scenario = summary["provenance"].value("scenario", Json::object());
  Tables tables = read_tables(folder);
  Json run{{"name", summary.value("name", "")},
           {"file", "scenario.json"},
           {"scenario", scenario.dump(2) + "\n"},
           {"summary", summary},
           {"text", played ? run::summary_text(played->scenario, played->outcome) : ""},
           {"sweep", sweep_part(tables.files)},
           {"files", std::move(tables.files)},
           {"shortened", std::move(tables.shortened)},
           {"inputs", played ? inputs_of(played->scenario, base, "") : Json::object()},
           {"replay", played ? replay_part(*played) : Json()}};
  return {{"name", summary.value("name", "")},
          {"description", summary.value("description", "")},
          {"run", std::move(run)}};
}

}  // namespace rippletank::pages
