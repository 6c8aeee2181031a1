// power_law: a random graph whose degrees follow a power law.
#include <numeric>

#include "topologies/generators/degree_sequence.hpp"
#include "topologies/generators/limits.hpp"
#include "topologies/generators/power_law_table.hpp"
#include "topologies/model.hpp"

namespace rippletank::topologies {
namespace {

struct PowerLawParameters {
  std::uint32_t nodes = 1000;
  double exponent = 2.5;
  std::uint32_t degree_min = 1;
  std::uint32_t degree_max = 50;
};

/// A table of every possible degree is kept, and this is where it stays small.
constexpr double most_degrees = 10'000'000;

[[noreturn]] void refuse(const PowerLawParameters& parameters) {
  throw registry::InputError(registry::Diagnostic{
      "", 0, "",
      fmt::format("power_law: expected degrees that some graph can have, but {} nodes with "
                  "exponent {} and degrees {} to {} gave none in 100 draws; lower degree_max "
                  "(up to the square root of nodes it always works)",
                  parameters.nodes, parameters.exponent, parameters.degree_min,
                  parameters.degree_max)});
}

/// Independent degrees, given that a graph has them.
///
/// Errors:  InputError if the graph would be too large, or if no draw has a graph.
std::vector<std::uint32_t> draw_degrees(const PowerLawParameters& parameters, std::uint64_t seed) {
  const PowerLawTable table(parameters.degree_min, parameters.degree_max, parameters.exponent);
  core::Substream stream(seed, "topology/power_law/degrees");
  std::vector<std::uint32_t> degrees(parameters.nodes);
  for (int draw = 0; draw < 100; ++draw) {
    for (std::uint32_t& degree : degrees) degree = table.draw(stream);
    const std::uint64_t ends = std::accumulate(degrees.begin(), degrees.end(), std::uint64_t{0});
    const std::string too_large =
        why_too_large(parameters.nodes, static_cast<double>(ends) / 2, "nodes or degree_max");
    if (!too_large.empty()) {
      throw registry::InputError(registry::Diagnostic{.message = "power_law: " + too_large});
    }
    if (is_graphical(degrees)) return degrees;
  }
  refuse(parameters);
}

// Not by Boost.Graph: its plod_iterator draws degrees with the system's pow(), no bounds on them
// can be set, and its links may repeat.
Graph build(const PowerLawParameters& parameters, std::uint64_t seed) {
  Graph graph;
  graph.node_count = parameters.nodes;
  core::Substream stream(seed, "topology/power_law/links");
  graph.links = random_links(draw_degrees(parameters, seed), stream);
  return graph;
}

void check(const PowerLawParameters& parameters, registry::Reader& reader) {
  if (parameters.degree_max >= parameters.nodes) {
    reader.error_at("degree_max", fmt::format("expected less than nodes ({}), got {}",
                                              parameters.nodes, parameters.degree_max));
    return;
  }
  if (parameters.degree_min > parameters.degree_max) {
    reader.error_at("degree_min", fmt::format("expected at most degree_max ({}), got {}",
                                              parameters.degree_max, parameters.degree_min));
    return;
  }
  const bool all_alike = parameters.degree_min == parameters.degree_max;
  if (all_alike && parameters.nodes % 2 != 0 && parameters.degree_max % 2 != 0) {
    reader.error_at("degree_min",
                    fmt::format("expected nodes * degree to be even where all degrees are alike, "
                                "got {} * {}; make either even",
                                parameters.nodes, parameters.degree_max));
    return;
  }
  check_size(parameters.nodes, 0.5 * parameters.nodes * parameters.degree_min,
             "nodes or degree_min", reader);
}

}  // namespace

RIPPLETANK_TOPOLOGY(power_law) {
  using registry::between;
  return model<PowerLawParameters>(
      registry::describe<PowerLawParameters>(
          "power_law",
          "A random graph in which nodes of degree k are rarer by a power of k: few hubs, many "
          "nodes with few links.",
          "Newman, Strogatz & Watts, Random graphs with arbitrary degree distributions, Physical "
          "Review E 64 (2001): independent degrees, redrawn until a graph has them (which large "
          "exponents and small degree_max grant: Del Genio, Gross & Bassler, Physical Review "
          "Letters 107, 2011); configuration model, made simple by switchings that keep every "
          "degree",
          registry::Table<PowerLawParameters>{}
              .field("nodes", &PowerLawParameters::nodes,
                     {.unit = "nodes",
                      .range = between(2, most_nodes),
                      .description = "Number of nodes."})
              .field("exponent", &PowerLawParameters::exponent,
                     {.unit = "",
                      .range = between(0, 10),
                      .description = "A node has degree k with probability proportional to k to "
                                     "the power of minus this."})
              .field("degree_min", &PowerLawParameters::degree_min,
                     {.unit = "links",
                      .range = between(1, most_degrees),
                      .description = "Smallest degree."})
              .field("degree_max", &PowerLawParameters::degree_max,
                     {.unit = "links",
                      .range = between(1, most_degrees),
                      .description = "Largest degree, less than nodes."})
              .check(check),
          {{"nodes", 60}, {"exponent", 2.2}, {"degree_max", 12}}),
      build);
}

}  // namespace rippletank::topologies
