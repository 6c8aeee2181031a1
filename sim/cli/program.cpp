// Parses the command line, runs the chosen command and reports its errors.
#include "sim/cli/program.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <exception>
#include <new>
#include <sstream>
#include <system_error>

#include "build_info.hpp"
#include "sim/cli/command.hpp"
#include "sim/cli/options.hpp"
#include "sim/cli/standard_error.hpp"
#include "sim/registry/suggest.hpp"
#include "sim/registry/utf8.hpp"

namespace rippletank::cli {
namespace {

const std::vector<std::string>& command_names() {
  static const std::vector<std::string> names = {
#define COMMAND(name) #name,
#include "sim/cli/commands.def"
#undef COMMAND
  };
  return names;
}

void add_commands(CLI::App& app, Action& action) {
#define COMMAND(name) add_##name##_command(app, action);
#include "sim/cli/commands.def"
#undef COMMAND
}

/// A word that is no command gets a suggestion; the parser alone would only refuse it.
bool is_unknown_command(const std::vector<std::string>& arguments) {
  if (arguments.size() < 2 || arguments[1].empty() || arguments[1].front() == '-') return false;
  const auto& known = command_names();
  if (std::find(known.begin(), known.end(), arguments[1]) != known.end()) return false;
  say_error(fmt::format("unknown command {}{}", registry::in_quotes(arguments[1]),
                        registry::suggestion(arguments[1], known)));
  return true;
}

/// What --help and --version print, which the parser reports like errors.
std::string help_text(const CLI::App& app, const CLI::ParseError& request) {
  std::ostringstream text;
  app.exit(request, text, text);
  return text.str();
}

int report(const std::exception_ptr& failure) {
  try {
    std::rethrow_exception(failure);
  } catch (const registry::InputError& error) {
    print_diagnostics(error.diagnostics());
    return exit_usage;
  } catch (const std::bad_alloc&) {
    say("rippletank: error: out of memory; try fewer peers\n");
    return exit_failed;
  } catch (const std::system_error& error) {
    // Nothing else is printed to stdout than what could not be: the error is that of printing.
    say_error(std::ferror(stdout) != 0 ? "cannot write to stdout: " + error.code().message()
                                       : error.what());
    return exit_failed;
  } catch (const std::exception& error) {
    say_error(error.what());
    return exit_failed;
  }
}

}  // namespace

void refuse(std::string reason) {
  throw registry::InputError(registry::Diagnostic{"", 0, "", std::move(reason)});
}

void print_diagnostics(const std::vector<registry::Diagnostic>& diagnostics) {
  for (const registry::Diagnostic& diagnostic : diagnostics) {
    say((diagnostic.file.empty() ? "rippletank: " : "") + to_string(diagnostic) + "\n");
  }
  if (diagnostics.size() > 1) say(fmt::format("{} errors\n", diagnostics.size()));
}

int run_program(const std::vector<std::string>& arguments) {
  if (is_unknown_command(arguments)) return exit_usage;
  CLI::App app("rippletank: how queries spread through networks of peers", "rippletank");
  app.set_version_flag("--version", fmt::format("rippletank {} ({})", build_info::version,
                                                build_info::git_describe));
  app.require_subcommand(1);
  app.footer(
      "Start with: rippletank run scenarios/tutorial/01_*.json\n"
      "Help for a command: rippletank COMMAND --help");
  Action action;
  app.formatter(help_format());
  add_commands(app, action);
  if (const std::string what = missing_value(app, arguments); !what.empty()) {
    say_error(fmt::format("{} (see {} {} --help)", what, app.get_name(), arguments[1]));
    return exit_usage;
  }
  try {
    const std::vector<std::string> spelled = without_short_equals(app, arguments);
    std::vector<std::string> reversed(spelled.rbegin(), spelled.rend() - 1);
    app.parse(std::move(reversed));
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() != 0) {
      say_error(explain(app, error));
      return exit_usage;
    }
    action = [help = help_text(app, error)] {
      fmt::print("{}", help);
      return exit_done;
    };
  }
  try {
    const int code = action();
    if (std::fflush(stdout) != 0) {
      throw std::system_error(errno, std::generic_category(), "cannot write to stdout");
    }
    return code;
  } catch (...) {
    return report(std::current_exception());
  }
}

}  // namespace rippletank::cli
