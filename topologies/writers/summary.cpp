// The metrics as a table for people.
#include <algorithm>
#include <array>
#include <cmath>

#include "sim/registry/counts.hpp"
#include "topologies/writers/text.hpp"
#include "topologies/writers/writers.hpp"

namespace rippletank::topologies {
namespace {

using registry::count_text;

constexpr std::size_t columns = 80;
constexpr std::size_t bar_columns = 50;

/// Three digits after the point, or three that say something where the value is small.
std::string number(double value) {
  if (value > 0 && value < 0.01) return fmt::format("{:.3g}", value);
  return registry::grouped(fmt::format("{:.3f}", value));
}

/// Lines of the table: what it is, the figure, its unit and what it means.
class Table {
 public:
  void line(std::string_view name, std::string_view figure, std::string_view meaning) {
    const std::string text = fmt::format("{:<20}{:>16}  {}", name, figure, meaning);
    append(out_, "{}\n", std::string_view(text).substr(0, text.find_last_not_of(' ') + 1));
  }
  void text(std::string_view text) { append(out_, "{}\n", text); }
  std::string finish() const { return fmt::to_string(out_); }

 private:
  fmt::memory_buffer out_;
};

std::string error_text(double error, std::string_view unit, std::uint32_t sources) {
  return fmt::format("{} ± {:.3g} (95 %, {})", unit, error,
                     registry::count_in_words(sources, "source", "sources"));
}

void add_paths(const GraphMetrics& metrics, Table& table) {
  const bool bound = metrics.diameter_is_lower_bound;
  table.line(
      "diameter", fmt::format("{}{}", bound ? "≥ " : "", count_text(metrics.diameter_hops)),
      bound ? "hops, the longest path that was met" : "hops, the longest of all shortest paths");
  table.line("mean distance", number(metrics.mean_hops),
             metrics.paths_exact
                 ? "hops from one node to another"
                 : error_text(metrics.mean_hops_error, "hops", metrics.sampled_sources));
  table.line("effective diameter", number(metrics.effective_diameter_90),
             "hops that 90 % of ordered pairs are within");
  table.line("", "", "(each node with itself too), interpolated");
}

void add_latency(const LatencyMetrics& latency, bool several_parts, Table& table) {
  table.line("mean latency", number(latency.mean_ms),
             latency.exact ? "ms along the quickest path"
                           : error_text(latency.mean_error_ms, "ms", latency.sampled_sources));
  if (several_parts) table.line("", "", "(over all joined pairs, in each component)");
  table.line("longest latency",
             fmt::format("{}{}", latency.exact ? "" : "≥ ", number(latency.max_ms)),
             "ms between any two nodes");
  if (latency.sum_ms) {
    table.line("sum of latencies", number(*latency.sum_ms), "ms over all ordered pairs");
  }
}

/// Nodes by degree: every degree where they are few, else the doubling ranges 0, 1, 2–3, 4–7, …
struct Bin {
  std::string label;
  std::uint64_t nodes = 0;
};

std::vector<Bin> degree_bins(const Graph& graph, const GraphMetrics& metrics) {
  std::vector<std::uint32_t> degrees(graph.node_count, 0);
  for (const Link& link : graph.links) {
    ++degrees[link.from];
    ++degrees[link.to];
  }
  std::vector<Bin> bins;
  std::uint32_t low = metrics.degree_min;
  const bool each = metrics.degree_max - low < 16;
  if (!each) {
    while ((low & (low - 1)) != 0) low &= low - 1;  // down to a power of two, or to 0
  }
  while (low <= metrics.degree_max) {
    const std::uint32_t high = each || low == 0 ? low : std::min(2 * low - 1, metrics.degree_max);
    const auto nodes = std::count_if(degrees.begin(), degrees.end(), [&](std::uint32_t degree) {
      return degree >= low && degree <= high;
    });
    bins.push_back(
        {low == high ? count_text(low) : fmt::format("{}–{}", count_text(low), count_text(high)),
         static_cast<std::uint64_t>(nodes)});
    low = high + 1;
  }
  return bins;
}

/// A bar to an eighth of a column; what is not zero is never invisible.
std::string bar(std::uint64_t nodes, std::uint64_t most) {
  constexpr std::array<std::string_view, 8> parts = {"", "▏", "▎", "▍", "▌", "▋", "▊", "▉"};
  const double share = static_cast<double>(nodes) / static_cast<double>(most);
  auto eighths = static_cast<std::size_t>(std::llround(share * bar_columns * 8));
  if (nodes > 0) eighths = std::max<std::size_t>(eighths, 1);
  std::string text;
  for (std::size_t i = 0; i < eighths / 8; ++i) text += "█";
  return text + std::string(parts[eighths % 8]);
}

void add_degrees(const Graph& graph, const GraphMetrics& metrics, Table& table) {
  const std::vector<Bin> bins = degree_bins(graph, metrics);
  std::uint64_t most = 1;
  for (const Bin& bin : bins) most = std::max(most, bin.nodes);
  table.text("");
  table.text("    degree       nodes");
  for (const Bin& bin : bins) {
    std::string label(10 - std::min<std::size_t>(10, shown_length(bin.label)), ' ');
    label += bin.label;
    const std::string bars = bar(bin.nodes, most);
    table.text(
        fmt::format("{}{:>12}{}{}", label, count_text(bin.nodes), bars.empty() ? "" : "  ", bars));
  }
}

/// The text in lines of at most 80 columns, broken at blanks where there are any.
std::string wrapped(std::string_view text) {
  std::string lines;
  std::size_t used = 0;
  while (!text.empty()) {
    const std::size_t size = std::min(text.find(' ', 1), text.size());  // a word, its blank first
    std::string_view word = text.substr(0, size);
    text.remove_prefix(size);
    if (used > 0 && used + shown_length(word) > columns) {
      lines += "\n ";
      used = 1;
    }
    for (; !word.empty(); ++used) {
      std::size_t bytes = 1;
      while (bytes < word.size() && (static_cast<unsigned char>(word[bytes]) & 0xC0U) == 0x80) {
        ++bytes;
      }
      if (used == columns) {
        lines += "\n  ";
        used = 2;
      }
      lines += word.substr(0, bytes);
      word.remove_prefix(bytes);
    }
  }
  return lines;
}

}  // namespace

std::string kinds_in_words(const Graph& graph) {
  if (!graph.has_devices()) return {};
  std::string text;
  for (const NodeKind kind :
       {NodeKind::host, NodeKind::router, NodeKind::hub, NodeKind::switch_device}) {
    const auto nodes = std::count(graph.kinds.begin(), graph.kinds.end(), kind);
    if (nodes == 0) continue;
    if (!text.empty()) text += ", ";
    const std::string plural =
        fmt::format("{}{}", name_of(kind), kind == NodeKind::switch_device ? "es" : "s");
    if (static_cast<std::size_t>(nodes) == graph.kinds.size()) return "all " + plural;
    text += registry::count_in_words(static_cast<std::uint64_t>(nodes), name_of(kind), plural);
  }
  return text;
}

std::string to_summary(const Graph& graph, const GraphMetrics& metrics, std::string_view title) {
  Table table;
  if (!title.empty()) {
    table.text(wrapped(one_line(title)));
    table.text("");
  }
  table.line("nodes", count_text(metrics.nodes), kinds_in_words(graph));
  table.line("links", count_text(metrics.links), "");
  if (metrics.nodes == 0) return table.finish();
  table.line("components", count_text(metrics.components), "parts that no link joins");
  if (metrics.components > 1) {
    const double share =
        100 * static_cast<double>(metrics.largest_component) / static_cast<double>(metrics.nodes);
    table.line("largest component", count_text(metrics.largest_component),
               fmt::format("nodes ({:.2f} %); hops are within it", share));
  }
  table.line("mean degree", number(metrics.degree_mean),
             fmt::format("links, {} to {} at a node", count_text(metrics.degree_min),
                         count_text(metrics.degree_max)));
  table.line("percolation at", number(metrics.percolation_threshold),
             "random loss that leaves no giant component");
  add_paths(metrics, table);
  table.line("triangles", count_text(metrics.triangles), "of nodes that are all joined");
  table.line("clustering", number(metrics.clustering), "share of neighbours that are neighbours");
  table.line("cut nodes", count_text(metrics.cut_nodes), "whose loss alone splits a component");
  if (metrics.latency) add_latency(*metrics.latency, metrics.components > 1, table);
  add_degrees(graph, metrics, table);
  if (!graph.notes.empty()) table.text("");
  for (const std::string& note : graph.notes) table.text(wrapped("note: " + one_line(note)));
  return table.finish();
}

}  // namespace rippletank::topologies
