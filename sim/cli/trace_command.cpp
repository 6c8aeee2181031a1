// rippletank trace SCENARIO FROM TO: the ways between two peers, device by device.
#include <fmt/format.h>

#include <memory>
#include <optional>

#include "sim/cli/command.hpp"
#include "sim/cli/options.hpp"
#include "sim/cli/scenario_choice.hpp"
#include "sim/registry/reader.hpp"
#include "sim/run/traceroute.hpp"

namespace rippletank::cli {
namespace {

struct TraceOptions {
  ScenarioChoice scenario;
  std::string from;
  std::string to;
  std::optional<std::uint64_t> bytes;
  std::optional<double> at_s;
  bool json = false;
};

/// The two peers; both mistakes are told if there are two.
std::pair<core::PeerId, core::PeerId> find_peers(const run::Network& network,
                                                 const TraceOptions& options) {
  std::vector<registry::Diagnostic> mistakes;
  const auto find = [&](const char* argument, const std::string& name) {
    const auto peer = network.names.find(name, network.connections.peers());
    if (peer) return *peer;
    mistakes.push_back({"", 0, "",
                        fmt::format("{}: no peer {} in this overlay; {}", argument,
                                    registry::found(name), network.peer_advice(name))});
    return core::PeerId{0};
  };
  const core::PeerId from = find("FROM", options.from);
  const core::PeerId to = find("TO", options.to);
  if (!mistakes.empty()) throw registry::InputError(std::move(mistakes));
  return {from, to};
}

/// As ping does, fails when there is no way.
int trace(const TraceOptions& options) {
  const scenario::Loaded loaded = load(options.scenario);
  const scenario::Scenario& scenario = loaded.scenario;
  run::Network network = [&] {
    try {
      return run::make_network(scenario, scenario.seed);
    } catch (const registry::InputError& error) {
      throw registry::InputError(loaded.located(error.diagnostics()));
    }
  }();
  const auto [from, to] = find_peers(network, options);
  const auto bytes = static_cast<std::uint64_t>(options.bytes.value_or(run::ping_bytes));
  if (options.at_s) run::break_until(network, core::from_seconds(*options.at_s));
  run::Traceroute found = run::trace_route(network, from, to, bytes);
  found.at_s = options.at_s;
  if (options.json) {
    // Names may hold bytes that are no UTF-8.
    fmt::print("{}\n", run::traceroute_json(scenario, network, found)
                           .dump(2, ' ', false, registry::Json::error_handler_t::replace));
  } else {
    fmt::print("{}", run::traceroute_text(scenario, network, found));
  }
  return found.found() ? exit_done : exit_failed;
}

}  // namespace

void add_trace_command(CLI::App& app, Action& action) {
  CLI::App* command =
      app.add_subcommand("trace", "The way from peer to peer, device by device, and the ping time");
  command->footer(
      "Exit code: 0 if there is a way through the overlay and, on underlays with a\n"
      "way of their own, straight through these; 1 if not.");
  const auto options = std::make_shared<TraceOptions>();
  add_scenario_choice(*command, options->scenario);
  command->add_option("FROM", options->from, "A peer, by its name in the input")->required();
  command->add_option("TO", options->to, "Another")->required();
  constexpr std::uint64_t most_bytes = 100'000'000;
  add_number_option(*command, "--bytes", options->bytes, 0, most_bytes,
                    "Size of the message, without headers (default: 64, as ping)");
  add_seconds_option(
      *command, "--at", options->at_s,
      "When: after the failures and repairs that are due by then, but for those that "
      "choose by what a run has made of the network (default: before anything "
      "breaks)");
  add_flag(*command, "--json", options->json, "Print JSON, for programs");
  command->callback([&action, options] { action = [options] { return trace(*options); }; });
}

}  // namespace rippletank::cli
