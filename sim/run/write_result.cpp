// Writes the files of a result.
#include "sim/run/write_result.hpp"

#include "sim/io/whole_file.hpp"
#include "sim/run/summary.hpp"
#include "sim/run/write_tables.hpp"

namespace rippletank::run {

registry::Json write_result(const scenario::Scenario& scenario, const Outcome& outcome,
                            const registry::Json& inputs, const std::filesystem::path& folder,
                            const AddToSummary& add) {
  write_tables(scenario, outcome, folder);
  registry::Json summary = summary_json(scenario, {}, outcome);
  summary["provenance"]["inputs"] = inputs;
  if (add) add(outcome, summary);
  io::write_text(folder / "summary.json", summary.dump(2) + "\n");
  return summary;
}

}  // namespace rippletank::run
