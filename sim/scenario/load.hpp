// Loading: from a scenario file and --set options to a validated scenario.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "sim/scenario/scenario.hpp"

namespace rippletank::scenario {

/// The text that a scenario came from, which later mistakes are located in.
struct Origin {
  std::string file;  ///< as the user named it
  std::string text;  ///< of the whole file
  std::string at;    ///< JSON pointer of the scenario within it; empty: it is all of it
  std::vector<std::string> set_pointers;

  /// What paths inside the file are relative to.
  std::filesystem::path base_directory() const { return std::filesystem::path(file).parent_path(); }

  /// Puts file and line to diagnostics that know only a JSON pointer.
  std::vector<registry::Diagnostic> located(std::vector<registry::Diagnostic> found) const;
};

struct Loaded {
  Scenario scenario;
  Origin origin;

  std::filesystem::path base_directory() const { return origin.base_directory(); }
  std::vector<registry::Diagnostic> located(std::vector<registry::Diagnostic> found) const {
    return origin.located(std::move(found));
  }
};

/// A scenario as JSON, whose values can still be changed.
struct Draft {
  registry::Json document;
  Origin origin;
  std::vector<registry::Diagnostic> mistakes;  ///< of its form
};

/// Errors:  InputError for what is no JSON.
Draft read_draft(const std::string& file);
Draft draft_of(std::string text, const std::string& file);

/// Sets values by texts "/pointer=value", see read_setting().
void set(Draft& draft, const std::vector<std::string>& settings);

/// Validates a draft.
///
/// Errors:  InputError with every mistake, by JSON pointers; if there are any, with the files that
///          are missing, too.
Scenario read(const Draft& draft);

/// Reads and validates a scenario, with texts "/pointer=value" set in it.
///
/// Errors:  InputError with every mistake, in line order; if there are any, with the files that are
///          missing, too (see require_input_files() for a scenario without mistakes).
Loaded load(const std::string& file, const std::vector<std::string>& settings = {});

/// The same for a text that is at hand; `file` is its name in messages and the place that paths
/// inside it are relative to.
Loaded load_text(std::string text, const std::string& file,
                 const std::vector<std::string>& settings = {});

/// Whether a pointer is another one or leads through it.
bool at_or_below(const std::string& pointer, const std::string& other);

/// The files that a scenario names, in the order of their sections.
std::vector<registry::FilePath> input_files(const Scenario& scenario,
                                            const std::filesystem::path& base_directory);

/// Checks that the files that a scenario names can be read; not what they hold.
///
/// Errors:  InputError with a line and a pointer for every one that cannot.
void require_input_files(const Loaded& loaded);

/// The same with mistakes that know only their JSON pointers.
void require_input_files(const Scenario& scenario, const std::filesystem::path& base_directory);

/// The scenario with every default filled in, as JSON that reads back to the same scenario.
registry::Json resolved(const Scenario& scenario);

}  // namespace rippletank::scenario
