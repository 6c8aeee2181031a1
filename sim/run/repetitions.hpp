// Repetitions: independent runs of one scenario on several threads, and their statistics.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "sim/measure/figure.hpp"
#include "sim/registry/json.hpp"
#include "sim/run/run.hpp"
#include "sim/run/write_result.hpp"

namespace rippletank::run {

/// What is kept of a repetition once its tables are written.
struct Repetition {
  std::uint64_t seed = 0;
  std::string fingerprint;
  std::vector<registry::Json> values;  ///< in the order of metrics()
  std::vector<measure::Figure> figures;
  std::vector<std::string> notes;  ///< of its network, for people
};

/// Runs 0 … count-1, each with tables and summary.json of its own in `folder`/repetition_NNNN,
/// and returns them in that order, whatever the number of threads, which are fewer where the
/// system starts no more. `inputs` are those of their provenance: files with checksums; `add` is
/// called on several threads at once.
///
/// Errors:  the first failure in the order of repetitions, after all threads have stopped.
/// Random:  repetition r runs on repetition_seed(seed, r).
std::vector<Repetition> run_repetitions(const scenario::Scenario& scenario,
                                        const registry::Json& inputs, std::uint64_t count,
                                        unsigned threads, const std::filesystem::path& folder,
                                        const std::function<void(double)>& progress,
                                        const AddToSummary& add = {});

/// One row per repetition: repetition, seed, fingerprint, every headline number and every
/// figure of the protocol.
void write_runs(const std::vector<Repetition>& repetitions, const std::filesystem::path& file);

/// Mean with its 95 % half-width, standard deviation, least and greatest of every headline number
/// and figure.
registry::Json repetitions_json(const scenario::Scenario& scenario, const registry::Json& inputs,
                                const std::vector<Repetition>& repetitions);

/// The same for a terminal of 80 columns, with the notes of the first.
std::string repetitions_text(const scenario::Scenario& scenario,
                             const std::vector<Repetition>& repetitions);

}  // namespace rippletank::run
