// Options that several commands have, with values read strictly.
#pragma once

#include <CLI/CLI.hpp>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace rippletank::cli {

/// Adds an option for a whole number in plain decimal digits: no sign, no 0x10, no 1e3.
///
/// Errors:  CLI::ValidationError while the command line is parsed.
void add_number_option(CLI::App& command, const std::string& name,
                       std::optional<std::uint64_t>& target, std::uint64_t least,
                       std::uint64_t most, const std::string& description);

/// The same for a time in seconds, 0 to the longest that a scenario may name.
void add_seconds_option(CLI::App& command, const std::string& name, std::optional<double>& target,
                        const std::string& description);

/// Adds --set and --seed, by which a command changes the scenario that it reads.
void add_scenario_options(CLI::App& command, std::vector<std::string>& settings,
                          std::optional<std::uint64_t>& seed);

/// Accepts one of the names; anything else gets a suggestion.
CLI::Validator one_of(const std::vector<std::string>& names);

/// An option that is there or not; it takes no value.
void add_flag(CLI::App& command, const std::string& name, bool& target,
              const std::string& description);

/// Which option has no value where the parser would take the next option for it, or empty: a
/// separate value that begins with "-" is refused, as "--out --force" is a slip.
std::string missing_value(const CLI::App& app, const std::vector<std::string>& arguments);

/// The arguments with "-o=FILE" as "-oFILE": the parser would take the sign for part of the value.
std::vector<std::string> without_short_equals(const CLI::App& app,
                                              std::vector<std::string> arguments);

/// What is wrong with a command line, in one line.
std::string explain(const CLI::App& app, const CLI::ParseError& error);

/// Help in at most 80 columns.
std::shared_ptr<CLI::Formatter> help_format();

}  // namespace rippletank::cli
