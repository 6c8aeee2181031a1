// Loading: from a scenario file and --set options to a validated scenario.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "sim/scenario/scenario.hpp"

namespace rippletank::scenario {

/// A scenario and the text it came from, which later mistakes are located in.
struct Loaded {
  Scenario scenario;
  std::string file;  ///< as the user named it
  std::string text;
  std::vector<std::string> set_pointers;

  /// What paths inside the file are relative to.
  std::filesystem::path base_directory() const { return std::filesystem::path(file).parent_path(); }

  /// Puts file and line to diagnostics that know only a JSON pointer.
  std::vector<registry::Diagnostic> located(std::vector<registry::Diagnostic> found) const;
};

/// Reads and validates a scenario.
///
/// `settings` are texts "/pointer=value"; a value that is not JSON is taken for a text,
/// unless it begins like a list, an object or a text in quotes.
/// Errors:  InputError with every mistake, in line order; if there are any, with the files that are
///          missing, too (see require_input_files() for a scenario without mistakes).
Loaded load(const std::string& file, const std::vector<std::string>& settings = {});

/// The same for a text that is at hand; `file` is its name in messages and the place that paths
/// inside it are relative to.
Loaded load_text(std::string text, const std::string& file,
                 const std::vector<std::string>& settings = {});

/// The files that a scenario names, in the order of their sections.
std::vector<registry::FilePath> input_files(const Scenario& scenario,
                                            const std::filesystem::path& base_directory);

/// Checks that the files that a scenario names can be read; not what they hold.
///
/// Errors:  InputError with a line and a pointer for every one that cannot.
void require_input_files(const Loaded& loaded);

/// The scenario with every default filled in, as JSON that reads back to the same scenario.
registry::Json resolved(const Scenario& scenario);

}  // namespace rippletank::scenario
