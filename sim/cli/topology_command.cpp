// rippletank topology SCENARIO: figures, files and pictures of a scenario's network.
#include <fmt/format.h>

#include <map>
#include <memory>
#include <optional>

#include "sim/cli/command.hpp"
#include "sim/cli/kept_inputs.hpp"
#include "sim/cli/options.hpp"
#include "sim/cli/scenario_choice.hpp"
#include "sim/cli/written_file.hpp"
#include "sim/run/underlay_graph.hpp"
#include "topologies/catalogue.hpp"
#include "topologies/metrics/metrics.hpp"
#include "topologies/pictures/pictures.hpp"
#include "topologies/writers/writers.hpp"

namespace rippletank::cli {
namespace {

struct TopologyOptions {
  ScenarioChoice scenario;
  std::string layer = "overlay";
  std::string format = "summary";
  std::string out;
};

using Format = std::string (*)(const topologies::Graph& graph, std::uint64_t seed,
                               const std::string& title);

topologies::GraphMetrics measured(const topologies::Graph& graph, std::uint64_t seed) {
  topologies::MetricsOptions options;
  options.seed = seed;
  return topologies::measure(graph, options);
}

const std::map<std::string, Format>& formats() {
  static const std::map<std::string, Format> all = {
      {"summary",
       [](const topologies::Graph& graph, std::uint64_t seed, const std::string& title) {
         return topologies::to_summary(graph, measured(graph, seed), title);
       }},
      {"json", [](const topologies::Graph& graph, std::uint64_t seed,
                  const std::string&) { return topologies::to_json(measured(graph, seed)); }},
      {"csv", [](const topologies::Graph& graph, std::uint64_t,
                 const std::string&) { return topologies::to_csv(graph); }},
      {"graphml", [](const topologies::Graph& graph, std::uint64_t,
                     const std::string& title) { return topologies::to_graphml(graph, title); }},
      {"dot", [](const topologies::Graph& graph, std::uint64_t,
                 const std::string& title) { return topologies::to_dot(graph, title); }},
      {"svg", [](const topologies::Graph& graph, std::uint64_t,
                 const std::string& title) { return topologies::to_svg(graph, title); }},
  };
  return all;
}

topologies::Graph graph_of(const TopologyOptions& options, const scenario::Scenario& scenario) {
  if (options.layer == "underlay") {
    std::optional<topologies::Graph> graph = run::underlay_graph(scenario, scenario.seed);
    if (graph) return std::move(*graph);
    throw registry::InputError(registry::Diagnostic{
        "", 0, "/underlay",
        fmt::format("a \"{}\" underlay has no topology of its own; use --layer overlay",
                    scenario.underlay.entry->name)});
  }
  return topologies::build(scenario.overlay.topology, scenario.seed);
}

int topology(const TopologyOptions& options) {
  if (!options.out.empty()) require_writable(options.out);
  const scenario::Loaded loaded = load(options.scenario);
  if (!options.out.empty()) keep_inputs(loaded, options.out, "--output");
  try {
    const topologies::Graph graph = graph_of(options, loaded.scenario);
    std::string text =
        formats().at(options.format)(graph, loaded.scenario.seed, loaded.scenario.name);
    if (text.empty() || text.back() != '\n') text += '\n';
    if (options.out.empty()) {
      fmt::print("{}", text);
    } else {
      write_to(options.out, text);
    }
  } catch (const registry::InputError& error) {
    throw registry::InputError(loaded.located(error.diagnostics()));
  }
  return exit_done;
}

}  // namespace

void add_topology_command(CLI::App& app, Action& action) {
  CLI::App* command =
      app.add_subcommand("topology", "Figures, files and pictures of a scenario's network");
  const auto options = std::make_shared<TopologyOptions>();
  add_scenario_choice(*command, options->scenario);
  command->add_option("--layer", options->layer, "underlay or overlay (default)")
      ->check(one_of({"overlay", "underlay"}))
      ->type_name("LAYER");
  std::vector<std::string> names;
  for (const auto& [name, ignored] : formats()) names.push_back(name);
  command
      ->add_option("--format", options->format, "summary (default), json, csv, graphml, dot or svg")
      ->check(one_of(names))
      ->type_name("FORMAT");
  const CLI::Option* out =
      command->add_option("-o,--output", options->out, "Write to a file instead of stdout");
  command->callback([&action, options, out] {
    if (out->count() > 0 && options->out.empty()) {
      throw CLI::ValidationError("--output", "expected the name of a file, got an empty one");
    }
    action = [options] { return topology(*options); };
  });
}

}  // namespace rippletank::cli
