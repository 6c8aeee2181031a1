// Command: what each subcommand adds to the command line and does.
#pragma once

#include <CLI/CLI.hpp>
#include <functional>
#include <string>
#include <vector>

#include "sim/registry/diagnostics.hpp"

namespace rippletank::cli {

/// Exit codes, as users script against them.
inline constexpr int exit_done = 0;
inline constexpr int exit_failed = 1;
inline constexpr int exit_usage = 2;

/// What to do once the command line is parsed; returns the exit code.
using Action = std::function<int()>;

/// Each command adds itself to the app and, when it is the one called, sets the action.
#define COMMAND(name) void add_##name##_command(CLI::App& app, Action& action);
#include "sim/cli/commands.def"
#undef COMMAND

/// Ends a command whose words or files are not what it can work with.
///
/// Errors:  InputError with this reason, always.
[[noreturn]] void refuse(std::string reason);

/// One line per diagnostic on stderr, then how many there were when they are many.
void print_diagnostics(const std::vector<registry::Diagnostic>& diagnostics);

}  // namespace rippletank::cli
