// Reads Rocketfuel backbones and registers all Rocketfuel files as a topology.
#include "topologies/readers/rocketfuel.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <vector>

#include "sim/registry/input_file.hpp"
#include "topologies/model.hpp"
#include "topologies/readers/first_appearance.hpp"
#include "topologies/readers/numbers.hpp"
#include "topologies/readers/router_map.hpp"
#include "topologies/readers/text.hpp"

template <>
struct rippletank::registry::ChoiceNames<rippletank::topologies::RocketfuelValues> {
  using Values = rippletank::topologies::RocketfuelValues;
  static constexpr std::array<std::pair<const char*, Values>, 2> names = {
      {{"latency_ms", Values::latency_ms}, {"weight", Values::weight}}};
};

namespace rippletank::topologies {
namespace {

/// One direction of a link.
struct BackboneRow {
  NodeId from = 0;
  NodeId to = 0;
  core::Time latency_ns = 0;  ///< 0 in files of weights
  int line = 0;
};

struct Backbone {
  std::vector<BackboneRow> rows;
  std::vector<std::string> names;
  FirstAppearance<std::string_view> nodes;
};

NodeId node_of(std::string_view name, Backbone& backbone) {
  const NodeId node = backbone.nodes.number_of(name);
  if (node == backbone.names.size()) backbone.names.emplace_back(name);
  return node;
}

/// The latency on a line, 0 for a weight; nothing when the text is neither.
std::optional<core::Time> value_in(std::string_view text, RocketfuelValues values) {
  constexpr double ms = 1000;
  if (values == RocketfuelValues::latency_ms) return latency_in(text, ms);
  const std::optional<double> weight = decimal_in(text);
  if (!weight || *weight < 0) return {};
  return core::Time{0};
}

void read_line(const Lines& lines, RocketfuelValues values, Backbone& backbone,
               Problems& problems) {
  std::string_view rest = lines.line();
  const std::string_view from = take_field(rest);
  const std::string_view to = take_field(rest);
  const std::string_view text = take_field(rest);
  if (text.empty() || !take_field(rest).empty() ||
      find_not_utf8(lines.line()) != std::string_view::npos) {
    problems.add(lines.number(), [&] {
      return fmt::format("expected \"NODE_A NODE_B VALUE\", got {}", in_quotes(lines.line()));
    });
    return;
  }
  const std::optional<core::Time> value = value_in(text, values);
  if (!value) {
    problems.add(lines.number(), [&] {
      return values == RocketfuelValues::weight
                 ? fmt::format("expected a weight of at least 0, got {}", in_quotes(text))
                 : fmt::format("expected a latency of 0 to {} [ms], got {}",
                               longest_latency_us / 1000, in_quotes(text));
    });
    return;
  }
  backbone.rows.push_back({node_of(from, backbone), node_of(to, backbone), *value, lines.number()});
}

/// Records each link of which a direction is missing or has another latency.
void check_directions(const Backbone& backbone, Problems& problems) {
  std::vector<BackboneRow> rows = backbone.rows;
  const auto ends = [](const BackboneRow& row) { return std::minmax(row.from, row.to); };
  std::sort(rows.begin(), rows.end(), [&](const BackboneRow& a, const BackboneRow& b) {
    return std::pair(ends(a), a.line) < std::pair(ends(b), b.line);
  });
  for (std::size_t begin = 0, end = 0; begin < rows.size(); begin = end) {
    const BackboneRow& first = rows[begin];
    bool has_opposite = first.from == first.to;
    for (end = begin; end < rows.size() && ends(rows[end]) == ends(first); ++end) {
      const BackboneRow& row = rows[end];
      has_opposite = has_opposite || row.from == first.to;
      if (row.latency_ns == first.latency_ns) continue;
      problems.add(row.line, [&] {
        return fmt::format(
            "expected a latency of {} [ms] as on line {} between the same nodes, "
            "got {}",
            core::to_milliseconds(first.latency_ns), first.line,
            core::to_milliseconds(row.latency_ns));
      });
    }
    if (has_opposite) continue;
    problems.add(first.line, [&] {
      return fmt::format("expected a line per direction, got none from {} to {}",
                         in_quotes(backbone.names[first.to]),
                         in_quotes(backbone.names[first.from]));
    });
  }
}

/// The places of nodes that are called "City,+Country" and a number; none unless all are.
std::vector<std::uint32_t> places_in(const std::vector<std::string>& names) {
  FirstAppearance<std::string_view> places;
  std::vector<std::uint32_t> group;
  for (const std::string_view name : names) {
    const std::size_t last = name.find_last_not_of("0123456789");
    if (last == std::string_view::npos || last + 1 == name.size()) return {};
    group.push_back(places.number_of(name.substr(0, last + 1)));
  }
  return group;
}

Graph parse_backbone(std::string_view text, RocketfuelValues values, Problems& problems) {
  Lines lines(text, problems);
  Backbone backbone;
  while (lines.next()) {
    if (!lines.is_remark("#")) read_line(lines, values, backbone, problems);
  }
  problems.stop_if_any();
  if (backbone.rows.empty()) problems.stop(0, nothing_found(text, "at least one link"));
  check_directions(backbone, problems);
  problems.stop_if_any();

  Graph graph;
  graph.node_count = backbone.nodes.count();
  for (const BackboneRow& row : backbone.rows) {
    graph.links.push_back({row.from, row.to});
    if (values == RocketfuelValues::latency_ms) graph.latency_ns.push_back(row.latency_ns);
  }
  graph.group = places_in(backbone.names);
  graph.names = names_of_nodes(std::move(backbone.names));
  return graph;
}

struct RocketfuelParameters {
  registry::FilePath file;
  RocketfuelValues values = RocketfuelValues::latency_ms;
};

Graph build(const RocketfuelParameters& parameters, std::uint64_t /*seed*/) {
  const std::string name = parameters.file.shown();
  if (parameters.values == RocketfuelValues::latency_ms &&
      parameters.file.written.find(".weights.") != std::string::npos) {
    Problems(name).stop(0, R"(the name says that these are weights, not latencies; )"
                           R"(set "values": "weight" or name a *.latencies.intra file)");
  }
  return parse_rocketfuel(registry::read_input_file(parameters.file), name, parameters.values);
}

}  // namespace

Graph parse_rocketfuel(std::string_view text, const std::string& file_name,
                       RocketfuelValues values) {
  Problems problems(file_name);
  check_is_text(text, problems);
  Lines lines(text, problems);
  while (lines.next()) {
    if (lines.is_remark("#")) continue;
    if (is_router_map_line(lines.line())) return parse_router_map(text, problems);
    break;
  }
  return parse_backbone(text, values, problems);
}

RIPPLETANK_TOPOLOGY(rocketfuel) {
  return model<RocketfuelParameters>(
      registry::describe<RocketfuelParameters>(
          "rocketfuel",
          "A measured provider backbone: a Rocketfuel file of links with latencies or weights, or "
          "a router map (.cch).",
          "Spring, Mahajan & Wetherall, Measuring ISP Topologies with Rocketfuel, SIGCOMM (2002); "
          "Mahajan et al., Inferring Link Weights using End-to-End Measurements, IMW (2002)",
          registry::Table<RocketfuelParameters>{}
              .required("file", &RocketfuelParameters::file,
                        {.description = "A *.latencies.intra, *.weights.intra or *.cch file."})
              .field("values", &RocketfuelParameters::values,
                     {.description = "What the third column of an .intra file says; weights "
                                     "give no latency."}),
          {{"file", "topologies/data/four_cities.latencies.intra"}}),
      build);
}

}  // namespace rippletank::topologies
