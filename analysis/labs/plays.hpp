// Plays: the runs of a lab with one student's numbers, each played once, and what they say.
#pragma once

#include <filesystem>
#include <map>
#include <string>

#include "analysis/labs/numbers.hpp"
#include "sim/registry/csv_text.hpp"
#include "sim/scenario/load.hpp"

namespace rippletank::labs {

/// The scenario of a run with its numbers set, as a file that can be played.
std::string scenario_text(const Lab& lab, const std::string& run, const Numbers& numbers);

/// The same, read and checked.
///
/// Errors:  InputError.
scenario::Loaded load_scenario(const Lab& lab, const std::string& run, const Numbers& numbers);

/// Plays what is asked for, and writes it into a folder that is there, one folder below for each.
class Plays {
 public:
  Plays(const Lab& lab, Numbers numbers, std::filesystem::path folder);

  const Numbers& numbers() const { return numbers_; }

  /// What a value is in these runs.
  ///
  /// Errors:  InputError of the lab or the scenario, if there is no such value.
  double evaluate(const Value& value);

  /// The error of this lab at a pointer.
  registry::InputError at_fault(const std::string& pointer, std::string message) const;

 private:
  struct Played {
    std::filesystem::path folder;
    registry::Json results;  ///< headline results, and those of the protocol
    std::map<std::string, registry::CsvTable> tables;
  };

  Played& played(const std::string& run);
  double measured(const Value& value);
  double metric(const Value& value);
  double cell(const Value& value);

  const Lab& lab_;
  Numbers numbers_;
  std::filesystem::path folder_;
  std::map<std::string, Played> played_;
};

}  // namespace rippletank::labs
