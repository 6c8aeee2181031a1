// Sweeps for tests: from JSON values, without files.
#pragma once

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "sim/sweep/execute.hpp"
#include "sim/sweep/results.hpp"
#include "sim/sweep/sweep_folder.hpp"

namespace rippletank::tests {

using registry::Json;

/// A small flood that is over in a millisecond.
inline Json small_scenario() {
  return {{"name", "small"},
          {"overlay",
           {{"protocol", {{"model", "flood"}, {"ttl_hops", 3}}},
            {"topology", {{"model", "erdos_renyi"}, {"nodes", 60}, {"mean_degree", 3}}}}},
          {"queries", {{"model", "list"}, {"origins", {0, 7}}}}};
}

inline Json small_sweep() {
  return {{"name", "small"},
          {"scenario", small_scenario()},
          {"vary",
           {{"/overlay/protocol/ttl_hops", {1, 2, 3}}, {"/overlay/topology/mean_degree", {2, 4}}}},
          {"repetitions", 3}};
}

/// A folder that is gone at the end.
class Folder {
 public:
  Folder() {
    std::string name = (std::filesystem::temp_directory_path() / "rippletank-XXXXXX").string();
    path_ = mkdtemp(name.data());
  }
  ~Folder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  std::filesystem::path operator/(const std::string& name) const { return path_ / name; }

 private:
  std::filesystem::path path_;
};

inline std::string text_of(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

inline sweep::LoadedSweep load(const Folder& folder, const Json& json,
                               const sweep::Changes& changes = {}) {
  const std::filesystem::path file = folder / "sweep.json";
  std::ofstream(file) << json.dump(1);
  return sweep::load_sweep(file.string(), changes);
}

inline sweep::Plan plan_of(const Folder& folder, const Json& json,
                           const sweep::Changes& changes = {}) {
  return sweep::Plan(load(folder, json, changes));
}

/// Plays what is missing and returns how many runs that were.
inline std::uint64_t play(const sweep::Plan& plan, const std::filesystem::path& out,
                          sweep::Keeping keeping = {}, sweep::Execution execution = {}) {
  const auto store = sweep::open_for_writing(out, plan.outline().name);
  store->set_outline(plan.outline());
  if (!keeping.folders.empty()) std::filesystem::create_directories(keeping.folders);
  std::uint64_t played = 0;
  execution.told = [&played, also = execution.told](const sweep::Headway& headway) {
    played = headway.done;
    if (also) also(headway);
  };
  sweep::execute(plan, *store, keeping, sweep::survey(plan.outline(), store.get(), keeping),
                 execution);
  sweep::write_tables(out, plan.outline(), *store, keeping.shard);
  return played;
}

/// Both tables, one behind the other.
inline std::string tables_in(const std::filesystem::path& out) {
  return text_of(out / "runs.csv") + text_of(out / "groups.csv");
}

}  // namespace rippletank::tests
