// Plays scenarios for the page, with what the command plays them with.
#include "analysis/web/engine/player.hpp"

#include <algorithm>

#include "analysis/replay/replay.hpp"
#include "analysis/replay/stage.hpp"
#include "sim/io/whole_file.hpp"
#include "sim/run/summary.hpp"
#include "sim/run/write_result.hpp"
#include "sim/scenario/load.hpp"

namespace rippletank::engine {
namespace {

namespace fs = std::filesystem;
using registry::Json;

Json names_in(const fs::path& folder) {
  std::vector<std::string> names;
  for (const auto& file : fs::directory_iterator(folder)) {
    if (file.is_regular_file()) names.push_back(file.path().filename().string());
  }
  std::sort(names.begin(), names.end());
  return names;
}

void write_replay(const scenario::Scenario& scenario, const run::Outcome& outcome,
                  const replay::Recording& recording, const fs::path& folder) {
  fs::create_directories(folder);
  io::write_text(folder / "stage.json", replay::stage_json(scenario, outcome).dump());
  io::write_text(folder / "replay.json", replay::replay_json(outcome, recording).dump());
  io::write_text(folder / "messages.bin", replay::message_columns(outcome, recording));
}

/// Calls what needs a scenario without mistakes.
template <class Work>
Json with_scenario(const Play& play, const Work& work) {
  const scenario::Loaded loaded = scenario::load_text(play.text, play.file);
  try {
    scenario::require_input_files(loaded);
    return work(loaded);
  } catch (const registry::InputError& error) {
    throw registry::InputError(loaded.located(error.diagnostics()));
  }
}

}  // namespace

Json play(const Play& play, const fs::path& folder, const std::function<void(double)>& progress) {
  return with_scenario(play, [&](const scenario::Loaded& loaded) -> Json {
    const scenario::Scenario& scenario = loaded.scenario;
    const Json inputs =
        run::provenance(scenario, scenario.seed,
                        scenario::input_files(scenario, loaded.base_directory()))["inputs"];
    run::Watch watch;
    watch.progress = progress;
    replay::Recorder recorder(play.most_messages);
    if (play.most_messages > 0) recorder.watch(watch);
    const run::Outcome outcome = run::run(scenario, scenario.seed, watch);
    const Json summary = run::write_result(scenario, outcome, inputs, folder);
    if (play.most_messages > 0) {
      write_replay(scenario, outcome, recorder.take(), folder / "replay");
    }
    return {{"name", scenario.name},
            {"summary", summary},
            {"text", run::summary_text(scenario, outcome)},
            {"files", names_in(folder)},
            {"build_s", outcome.wall_time.build_s},
            {"simulate_s", outcome.wall_time.simulate_s}};
  });
}

Json to_json(const std::vector<registry::Diagnostic>& diagnostics) {
  Json list = Json::array();
  for (const registry::Diagnostic& one : diagnostics) {
    list.push_back({{"line", one.line}, {"pointer", one.pointer}, {"message", one.message}});
  }
  return {{"diagnostics", list}};
}

}  // namespace rippletank::engine
