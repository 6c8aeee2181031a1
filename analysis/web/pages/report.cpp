// Gathers what the page of a result carries.
#include "analysis/web/pages/report.hpp"

#include <algorithm>
#include <set>
#include <utility>
#include <vector>

#include "analysis/replay/replay.hpp"
#include "analysis/replay/stage.hpp"
#include "analysis/web/pages/inputs.hpp"
#include "sim/registry/csv_text.hpp"
#include "sim/registry/input_file.hpp"
#include "sim/run/summary.hpp"

namespace rippletank::pages {
namespace {

namespace fs = std::filesystem;
using registry::Json;

constexpr const char* groups_file = "groups.csv";

/// The first rows of a table, each whole, whatever line ends its fields have.
std::string shortened(const std::string& text, std::size_t rows) {
  std::size_t ended = 0;  // the header, and rows
  std::size_t whole = 0;  // bytes of these
  bool quoted = false;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (at == rows * most_bytes_per_row) return text.substr(0, whole);
    if (text[at] == '"') quoted = !quoted;
    if (text[at] != '\n' || quoted) continue;
    whole = at + 1;
    if (++ended > rows) return text.substr(0, whole);
  }
  return text;
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
          {"replay", replay::replay_json(played.outcome, played.recording)}};
}

/// What groups.csv tells: the columns of what varies stand before `metric`, of which each point of
/// the grid has every one.
Json sweep_part(const Json& files) {
  if (!files.contains(groups_file)) return nullptr;
  std::vector<std::string> columns;
  std::vector<std::string> metrics;
  std::size_t metric = 0;
  registry::read_csv(
      files[groups_file].get_ref<const std::string&>(), groups_file,
      [&](const std::vector<std::string>& header) {
        columns = header;
        const auto found = std::find(columns.begin(), columns.end(), "metric");
        metric = static_cast<std::size_t>(found - columns.begin());
      },
      [&](registry::CsvTable::Row& row) {
        if (metric == columns.size()) return;
        std::string& name = row.fields[metric];
        if (std::find(metrics.begin(), metrics.end(), name) != metrics.end()) return;
        metrics.push_back(std::move(name));
      });
  columns.resize(metric);
  return {{"varied", columns}, {"metrics", metrics}};
}

}  // namespace

Content report(const fs::path& folder, const Json& summary, const std::optional<Played>& played,
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
           {"changed", played ? played->changes.changed : std::vector<std::string>()},
           {"missing", played ? played->changes.missing : std::vector<std::string>()},
           {"inputs", played ? inputs_of(played->scenario, base, "") : Json::object()},
           {"replay", played ? replay_part(*played) : Json()}};
  Json data{{"kind", "report"},
            {"name", summary.value("name", "")},
            {"description", summary.value("description", "")},
            {"run", std::move(run)}};
  return {std::move(data),
          played ? replay::message_columns(played->outcome, played->recording) : ""};
}

void shorten_tables(Content& report, std::size_t rows) {
  Json& run = report.data["run"];
  auto names = run["shortened"].get<std::set<std::string>>();
  for (auto& [name, text] : run["files"].items()) {
    if (name == groups_file) continue;
    std::string shown = shortened(text.get_ref<const std::string&>(), rows);
    if (shown.size() == text.get_ref<const std::string&>().size()) continue;
    text = std::move(shown);
    names.insert(name);
  }
  run["shortened"] = names;
}

}  // namespace rippletank::pages
