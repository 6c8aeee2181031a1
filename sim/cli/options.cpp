// Reads options, explains command lines that are none, and lays out help.
#include "sim/cli/options.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <limits>

#include "sim/core/time.hpp"
#include "sim/registry/json_text.hpp"
#include "sim/registry/reader.hpp"
#include "sim/registry/suggest.hpp"
#include "sim/registry/wrap.hpp"

namespace rippletank::cli {
namespace {

constexpr const char* number_type = "N";

std::optional<std::uint64_t> decimal(const std::string& text) {
  std::uint64_t number = 0;
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, number);
  if (error != std::errc{} || stop != end) return {};
  return number;
}

std::string row(const std::string& name, const std::string& description) {
  constexpr std::size_t column = 28;
  constexpr std::size_t width = 80;
  if (description.empty()) return "  " + name + "\n";
  std::string text = registry::wrapped(description, column, width);
  if (name.size() + 3 > column) return "  " + name + "\n" + text;
  return text.replace(0, name.size() + 2, "  " + name);
}

class HelpFormat : public CLI::Formatter {
 public:
  std::string make_option(const CLI::Option* option, bool is_positional) const override {
    return row(make_option_name(option, is_positional) + make_option_opts(option),
               make_option_desc(option));
  }
  std::string make_subcommand(const CLI::App* command) const override {
    return row(command->get_name(), command->get_description());
  }
  std::string make_description(const CLI::App* app) const override {
    return registry::wrapped(app->get_description(), 0, 80);
  }
};

/// The command that was given, or the program itself; of a command with parts, the part.
const CLI::App& chosen(const CLI::App& app) {
  const std::vector<CLI::App*> commands = app.get_subcommands();
  return commands.empty() ? app : chosen(*commands.front());
}

/// How a command is called, its own name last: "rippletank lab new".
std::string full_name(const CLI::App& command) {
  const CLI::App* above = command.get_parent();
  return (above == nullptr ? "" : full_name(*above) + " ") + command.get_name();
}

std::vector<std::string> commands_of(const CLI::App& app) {
  std::vector<std::string> names;
  for (const CLI::App* command : app.get_subcommands([](const CLI::App*) { return true; })) {
    names.push_back(command->get_name());
  }
  return names;
}

/// The long option that was meant: what was begun or written on, else the nearest.
std::string meant_option(const CLI::App& command, const std::string& bare) {
  std::vector<std::string> known;
  std::vector<std::string> begun;
  for (const CLI::Option* one : command.get_options()) {
    for (const std::string& name : one->get_lnames()) {
      known.push_back(name);
      if (name.compare(0, bare.size(), bare) == 0) begun.push_back(name);
    }
  }
  return begun.size() == 1 ? begun.front() : registry::nearest_name(bare, known);
}

/// Whether it is an option of one of the commands, which all take theirs after their name.
bool is_known_to_a_command(const CLI::App& app, const std::string& option) {
  const std::vector<const CLI::App*> commands =
      app.get_subcommands([](const CLI::App*) { return true; });
  return std::any_of(commands.begin(), commands.end(), [&](const CLI::App* command) {
    return command->get_option_no_throw(option) != nullptr;
  });
}

std::string explain_unexpected(const CLI::App& app, const CLI::App& command,
                               const std::vector<std::string>& words) {
  const auto option = std::find_if(words.begin(), words.end(), [](const std::string& word) {
    return !word.empty() && word.front() == '-';
  });
  if (option == words.end() && &command != &app && !commands_of(command).empty()) {
    return fmt::format("unknown command {}{}", registry::found(words.front()),
                       registry::suggestion(words.front(), commands_of(command)));
  }
  if (option == words.end()) {
    return fmt::format("unexpected argument {}", registry::found(words.back()));
  }
  const std::string written = option->substr(0, option->find('='));
  const bool is_of_the_command =
      &command != &app && command.get_option_no_throw(written) != nullptr;
  if (is_of_the_command || (&command == &app && is_known_to_a_command(app, written))) {
    const std::string name = &command == &app ? "rippletank COMMAND" : full_name(command);
    return fmt::format("unexpected option {0}; write it after the command: {1} … {0}", written,
                       name);
  }
  const auto bare = written.find_first_not_of('-');
  const std::string nearest =
      bare == std::string::npos ? "" : meant_option(command, written.substr(bare));
  return fmt::format("unknown option {}{}", registry::found(written),
                     nearest.empty() ? "" : fmt::format("; did you mean \"--{}\"?", nearest));
}

/// What a wrong number of values means; the parser's own words are meant for programmers.
std::string explain_mismatch(const CLI::App& command, const std::string& what) {
  std::string name = what.substr(0, what.find_first_of(": "));
  name.insert(0, name.front() == '-' ? "" : "--");
  const CLI::Option* option = command.get_option_no_throw(name);
  if (option == nullptr) return name + ": expected a value";
  if (option->get_items_expected_max() == 0) return name + ": takes no value";
  return option->count() > 1 ? name + ": given more than once" : name + ": expected a value";
}

/// Options whose values are read as numbers say themselves what they expected.
bool takes_text(const CLI::Option& option) {
  return option.get_items_expected_max() > 0 && option.get_type_name() != number_type;
}

/// The command that the arguments name from the given one on, or the part of it; null without.
const CLI::App* named_command(const CLI::App& app, const std::vector<std::string>& arguments,
                              std::size_t at = 1) {
  if (arguments.size() <= at) return nullptr;
  const std::vector<const CLI::App*> commands =
      app.get_subcommands([&](const CLI::App* one) { return one->get_name() == arguments[at]; });
  if (commands.empty()) return nullptr;
  const CLI::App* part = named_command(*commands.front(), arguments, at + 1);
  return part == nullptr ? commands.front() : part;
}

}  // namespace

void add_flag(CLI::App& command, const std::string& name, bool& target,
              const std::string& description) {
  command.add_flag(name, target, description)->disable_flag_override();
}

std::string missing_value(const CLI::App& app, const std::vector<std::string>& arguments) {
  const CLI::App* command = named_command(app, arguments);
  if (command == nullptr) return {};
  for (std::size_t i = 2; i < arguments.size() && arguments[i] != "--"; ++i) {
    const auto equals = arguments[i].find('=');
    const std::string written = arguments[i].substr(0, equals);
    const bool is_option = written.size() > 1 && written.front() == '-';
    const CLI::Option* option = is_option ? command->get_option_no_throw(written) : nullptr;
    if (option == nullptr || option->get_items_expected_max() == 0) continue;
    const std::string name = option->get_name();
    if (equals != std::string::npos) {
      if (equals + 1 == arguments[i].size()) return name + ": expected a value";
      continue;
    }
    if (++i == arguments.size()) return name + ": expected a value";
    const std::string& value = arguments[i];
    if (value.empty() || value.front() != '-' || !takes_text(*option)) continue;
    return fmt::format("{0}: expected a value, got {1}; write {0}={2} if that is meant", name,
                       registry::found(value), value);
  }
  return {};
}

std::vector<std::string> without_short_equals(const CLI::App& app,
                                              std::vector<std::string> arguments) {
  const CLI::App* command = named_command(app, arguments);
  if (command == nullptr) return arguments;
  for (std::size_t i = 2; i < arguments.size() && arguments[i] != "--"; ++i) {
    constexpr std::size_t sign = 2;  // behind the option's dash and letter
    std::string& written = arguments[i];
    if (written.size() <= sign || written[0] != '-' || written[sign] != '=') continue;
    const CLI::Option* option = command->get_option_no_throw(written.substr(0, sign));
    if (option != nullptr && takes_text(*option)) written.erase(sign, 1);
  }
  return arguments;
}

void add_number_option(CLI::App& command, const std::string& name,
                       std::optional<std::uint64_t>& target, std::uint64_t least,
                       std::uint64_t most, const std::string& description) {
  command
      .add_option_function<std::string>(
          name,
          [&target, name, least, most](const std::string& text) {
            target = decimal(text);
            if (target && *target >= least && *target <= most) return;
            throw CLI::ValidationError(
                name, fmt::format("expected a whole number, {} to {}, got {}", least, most,
                                  registry::found(text)));
          },
          description)
      ->type_name(number_type);
}

void add_seconds_option(CLI::App& command, const std::string& name, std::optional<double>& target,
                        const std::string& description) {
  command
      .add_option_function<std::string>(
          name,
          [&target, name](const std::string& text) {
            target = registry::number_in(text);
            if (target && *target >= 0 && *target <= core::longest_s) return;
            throw CLI::ValidationError(
                name, fmt::format("expected a number like 0.5, 0 to {} [s], got {}",
                                  core::longest_s, registry::found(text)));
          },
          description)
      ->type_name("SECONDS");
}

void add_scenario_options(CLI::App& command, std::vector<std::string>& settings,
                          std::optional<std::uint64_t>& seed) {
  command
      .add_option("--set", settings,
                  "Override a value, for example /overlay/protocol/ttl_hops=5; may be repeated")
      ->take_all()
      ->allow_extra_args(false)
      ->option_text("/POINTER=VALUE");
  add_number_option(command, "--seed", seed, 0, std::numeric_limits<std::uint64_t>::max(),
                    "Override the scenario's seed");
}

CLI::Validator one_of(const std::vector<std::string>& names) {
  return CLI::Validator(
      [names](const std::string& text) {
        if (std::find(names.begin(), names.end(), text) != names.end()) return std::string();
        return fmt::format(
            "expected one of {}, got {}{}", fmt::join(names, ", "), registry::found(text), [&] {
              const std::string nearest = registry::nearest_name(text, names);
              return nearest.empty() ? nearest : fmt::format("; did you mean \"{}\"?", nearest);
            }());
      },
      "");
}

std::string explain(const CLI::App& app, const CLI::ParseError& error) {
  const CLI::App& command = chosen(app);
  const std::vector<std::string> words = app.remaining(true);
  std::string what = error.what();
  if (!words.empty()) {
    what = explain_unexpected(app, command, words);
  } else if (!commands_of(command).empty()) {
    what = fmt::format("expected a command, one of {}", fmt::join(commands_of(command), ", "));
  } else if (dynamic_cast<const CLI::ArgumentMismatch*>(&error) != nullptr) {
    what = explain_mismatch(command, what);
  }
  return fmt::format("{} (see {} --help)", what, full_name(command));
}

std::shared_ptr<CLI::Formatter> help_format() { return std::make_shared<HelpFormat>(); }

}  // namespace rippletank::cli
