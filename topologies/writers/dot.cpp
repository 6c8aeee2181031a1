// The graph in the DOT language of Graphviz.
#include "topologies/writers/text.hpp"
#include "topologies/writers/writers.hpp"

namespace rippletank::topologies {
namespace {

/// The program of Graphviz that draws such a graph best.
std::string_view graphviz_layout(const Graph& graph) {
  switch (graph.layout) {
    case Layout::ring:
      return "circo";
    case Layout::star:
      return "twopi";
    case Layout::tree:
      return "dot";
    case Layout::line:
    case Layout::grid:
    case Layout::clusters:
    case Layout::geographic:
    case Layout::free:
      break;
  }
  return graph.node_count <= 1000 ? "neato" : "sfdp";
}

std::string_view shape_of(NodeKind kind) {
  switch (kind) {
    case NodeKind::router:
      return "diamond";
    case NodeKind::hub:
      return "hexagon";
    case NodeKind::switch_device:
      return "box";
    case NodeKind::host:
      break;
  }
  return "ellipse";
}

/// Within quotes a backslash stays as it is in an id, but not in the label made of it.
bool names_can_be_ids(const Graph& graph) {
  for (NodeId node = 0; node < graph.node_count; ++node) {
    const std::string name = graph.names.name(node);
    if (!is_clean_line(name) || name.find('\\') != std::string::npos) return false;
  }
  return true;
}

}  // namespace

std::string to_dot(const Graph& graph, std::string_view title) {
  fmt::memory_buffer out;
  const bool by_name = names_can_be_ids(graph);
  const auto id = [&](NodeId node) {
    return by_name ? dot_quoted(graph.names.name(node)) : fmt::format("n{}", node);
  };
  append(out, "graph {} {{\n  layout={};\n", dot_quoted(title.empty() ? "topology" : title),
         graphviz_layout(graph));
  for (NodeId node = 0; node < graph.node_count; ++node) {
    append(out, "  {}", id(node));
    const NodeKind kind = graph.has_devices() ? graph.kinds[node] : NodeKind::host;
    if (!by_name) append(out, " [label={}]", dot_quoted(graph.names.name(node)));
    if (kind != NodeKind::host) {
      append(out, " [shape={}, kind={}]", shape_of(kind), dot_quoted(name_of(kind)));
    }
    append(out, ";\n");
  }
  for (std::size_t i = 0; i < graph.links.size(); ++i) {
    append(out, "  {} -- {}", id(graph.links[i].from), id(graph.links[i].to));
    if (!graph.latency_ns.empty()) {
      append(out, " [latency_ms=\"{}\"]", milliseconds_text(graph.latency_ns[i]));
    }
    if (!graph.bandwidth_mbit_s.empty() && graph.bandwidth_mbit_s[i] > 0) {
      append(out, " [bandwidth_mbit_s=\"{}\"]", graph.bandwidth_mbit_s[i]);
    }
    append(out, ";\n");
  }
  append(out, "}}\n");
  return fmt::to_string(out);
}

}  // namespace rippletank::topologies
