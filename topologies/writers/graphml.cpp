// The graph as GraphML.
#include <algorithm>
#include <cmath>

#include "topologies/writers/text.hpp"
#include "topologies/writers/writers.hpp"

namespace rippletank::topologies {
namespace {

constexpr std::string_view header =
    R"(<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns"
         xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
         xsi:schemaLocation="http://graphml.graphdrawing.org/xmlns
         http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd">
)";

/// Whether the schema, which wants an NMTOKEN, takes the name as an id.
bool can_be_id(std::string_view name) {
  return !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '.' || c == '_' || c == ':';
  });
}

/// The names if all can be ids, else n0, n1, … with a prefix that begins no name.
class Ids {
 public:
  explicit Ids(const Graph& graph) : names_(graph.names) {
    while (are_names_ && checked_ < graph.node_count) {
      are_names_ = can_be_id(names_.name(checked_++));
    }
    if (are_names_) return;
    prefix_ = "n";
    for (NodeId node = 0; node < graph.node_count; ++node) {
      while (names_.name(node).starts_with(prefix_)) prefix_ += 'n';
    }
  }

  std::string id(NodeId node) const {
    return are_names_ ? names_.name(node) : prefix_ + std::to_string(node);
  }

 private:
  const NodeNames& names_;
  NodeId checked_ = 0;
  bool are_names_ = true;
  std::string prefix_;
};

void append_keys(const Graph& graph, std::string_view title, fmt::memory_buffer& out) {
  const auto key = [&](std::string_view on, std::string_view name, std::string_view type) {
    append(out, R"(  <key id="{0}" for="{1}" attr.name="{0}" attr.type="{2}"/>)", name, on, type);
    append(out, "\n");
  };
  const bool on_map = graph.layout == Layout::geographic;
  if (!title.empty()) key("graph", "title", "string");
  key("node", "label", "string");
  if (graph.has_devices()) key("node", "kind", "string");
  if (!graph.group.empty()) key("node", "group", "int");
  if (!graph.positions.empty()) {
    key("node", on_map ? "Longitude" : "x", "double");
    key("node", on_map ? "Latitude" : "y", "double");
  }
  if (!graph.latency_ns.empty()) key("edge", "latency_ms", "double");
  if (!graph.bandwidth_mbit_s.empty()) key("edge", "bandwidth_mbit_s", "double");
}

void append_nodes(const Graph& graph, const Ids& ids, fmt::memory_buffer& out) {
  const bool on_map = graph.layout == Layout::geographic;
  for (NodeId node = 0; node < graph.node_count; ++node) {
    append(out, R"(    <node id="{}"><data key="label">{}</data>)", ids.id(node),
           xml_escaped(graph.names.name(node)));
    if (graph.has_devices()) {
      append(out, R"(<data key="kind">{}</data>)", name_of(graph.kinds[node]));
    }
    if (!graph.group.empty()) append(out, R"(<data key="group">{}</data>)", graph.group[node]);
    if (!graph.positions.empty()) {
      const Position& at = graph.positions[node];
      append(out, R"(<data key="{}">{}</data><data key="{}">{}</data>)", on_map ? "Longitude" : "x",
             at.x, on_map ? "Latitude" : "y", at.y);
    }
    append(out, "</node>\n");
  }
}

void append_edges(const Graph& graph, const Ids& ids, fmt::memory_buffer& out) {
  const bool has_latency = !graph.latency_ns.empty();
  const bool has_bandwidth = !graph.bandwidth_mbit_s.empty();
  for (std::size_t i = 0; i < graph.links.size(); ++i) {
    append(out, R"(    <edge source="{}" target="{}")", ids.id(graph.links[i].from),
           ids.id(graph.links[i].to));
    if (!has_latency && !has_bandwidth) {
      append(out, "/>\n");
      continue;
    }
    append(out, ">");
    if (has_latency) {
      append(out, R"(<data key="latency_ms">{}</data>)", milliseconds_text(graph.latency_ns[i]));
    }
    const double bandwidth = has_bandwidth ? graph.bandwidth_mbit_s[i] : 0;
    if (std::isfinite(bandwidth) && bandwidth > 0) {
      append(out, R"(<data key="bandwidth_mbit_s">{}</data>)", bandwidth);
    }
    append(out, "</edge>\n");
  }
}

}  // namespace

std::string_view name_of(NodeKind kind) {
  switch (kind) {
    case NodeKind::router:
      return "router";
    case NodeKind::hub:
      return "hub";
    case NodeKind::switch_device:
      return "switch";
    case NodeKind::host:
      break;
  }
  return "host";
}

std::string to_graphml(const Graph& graph, std::string_view title) {
  fmt::memory_buffer out;
  const Ids ids(graph);
  append(out, "{}", header);
  append_keys(graph, title, out);
  append(out, "  <graph edgedefault=\"undirected\">\n");
  if (!title.empty()) append(out, "    <data key=\"title\">{}</data>\n", xml_escaped(title));
  append_nodes(graph, ids, out);
  append_edges(graph, ids, out);
  append(out, "  </graph>\n</graphml>\n");
  return fmt::to_string(out);
}

}  // namespace rippletank::topologies
