// transit_stub: an internetwork of transit domains, on whose routers stub domains hang.
#include <algorithm>

#include "topologies/generators/limits.hpp"
#include "topologies/generators/link_order.hpp"
#include "topologies/generators/pair_set.hpp"
#include "topologies/generators/random_pairs.hpp"
#include "topologies/model.hpp"

namespace rippletank::topologies {
namespace {

struct TransitStubParameters {
  std::uint32_t transit_domains = 1;
  std::uint32_t transit_nodes_per_domain = 4;
  std::uint32_t stubs_per_transit_node = 3;
  std::uint32_t stub_nodes = 8;
  double domain_link_probability = 1;
  double transit_link_probability = 0.6;
  double stub_link_probability = 0.42;
  std::uint32_t extra_transit_stub_links = 0;
  std::uint32_t extra_stub_stub_links = 0;
  double domain_latency_ms = 50;
  double transit_latency_ms = 20;
  double transit_stub_latency_ms = 5;
  double stub_latency_ms = 2;
};

/// Sizes, as doubles because products of parameters may be huge before they are checked.
struct Sizes {
  double transit_nodes;
  double stubs;
  double stub_nodes;

  explicit Sizes(const TransitStubParameters& p)
      : transit_nodes(static_cast<double>(p.transit_domains) * p.transit_nodes_per_domain),
        stubs(transit_nodes * p.stubs_per_transit_node),
        stub_nodes(stubs * p.stub_nodes) {}

  double nodes() const { return transit_nodes + stub_nodes; }
};

/// A connected random graph: a random recursive tree and every other pair with the probability.
/// Redrawing until a graph happens to be connected, as GT-ITM does, might never end.
std::vector<Link> connected_graph(NodeId nodes, double probability, core::Substream& stream) {
  std::vector<Link> links;
  for (NodeId node = 1; node < nodes; ++node) {
    links.push_back({static_cast<NodeId>(stream.below(node)), node});
  }
  visit_random_pairs(nodes, probability, stream, [&](NodeId a, NodeId b) {
    links.push_back({a, b});
  });
  put_in_order(links, nodes);
  return links;
}

/// Builds one internetwork: transit nodes first, domain by domain, then the stubs' nodes.
class Internetwork {
 public:
  Internetwork(const TransitStubParameters& parameters, std::uint64_t seed)
      : parameters_(parameters),
        stream_(seed, "topology/transit_stub"),
        transit_nodes_(parameters.transit_domains * parameters.transit_nodes_per_domain),
        stubs_(transit_nodes_ * parameters.stubs_per_transit_node) {}

  Graph build() {
    join_domains();
    for (std::uint32_t domain = 0; domain < parameters_.transit_domains; ++domain) {
      fill_domain(domain, domain * parameters_.transit_nodes_per_domain,
                  parameters_.transit_nodes_per_domain, parameters_.transit_link_probability,
                  parameters_.transit_latency_ms);
    }
    for (std::uint32_t stub = 0; stub < stubs_; ++stub) {
      fill_domain(parameters_.transit_domains + stub, first_of_stub(stub), parameters_.stub_nodes,
                  parameters_.stub_link_probability, parameters_.stub_latency_ms);
      add(stub / parameters_.stubs_per_transit_node, random_node_of(stub),
          parameters_.transit_stub_latency_ms);
    }
    add_extra_links();
    return finish();
  }

 private:
  struct TimedLink {
    Link link;
    core::Time latency;
  };

  NodeId first_of_stub(std::uint32_t stub) const {
    return transit_nodes_ + stub * parameters_.stub_nodes;
  }
  NodeId random_node_of(std::uint32_t stub) {
    return first_of_stub(stub) + static_cast<NodeId>(stream_.below(parameters_.stub_nodes));
  }
  NodeId random_transit_node() { return static_cast<NodeId>(stream_.below(transit_nodes_)); }

  void add(NodeId a, NodeId b, double latency_ms) {
    links_.push_back({{std::min(a, b), std::max(a, b)}, core::from_milliseconds(latency_ms)});
  }

  void join_domains() {
    const std::uint32_t size = parameters_.transit_nodes_per_domain;
    for (const Link& pair : connected_graph(parameters_.transit_domains,
                                            parameters_.domain_link_probability, stream_)) {
      const NodeId a = pair.from * size + static_cast<NodeId>(stream_.below(size));
      const NodeId b = pair.to * size + static_cast<NodeId>(stream_.below(size));
      add(a, b, parameters_.domain_latency_ms);
    }
  }

  void fill_domain(std::uint32_t group, NodeId first, std::uint32_t size, double probability,
                   double latency_ms) {
    group_.insert(group_.end(), size, group);
    for (const Link& link : connected_graph(size, probability, stream_)) {
      add(first + link.from, first + link.to, latency_ms);
    }
  }

  void add_extra_links() {
    PairSet linked;  // of transit-stub and stub-stub links
    for (const TimedLink& timed : links_) {
      if (timed.link.to >= transit_nodes_) linked.insert(timed.link.from, timed.link.to);
    }
    for (std::uint32_t k = 0; k < parameters_.extra_transit_stub_links;) {
      const NodeId transit = random_transit_node();
      const NodeId stub_node = random_node_of(static_cast<std::uint32_t>(stream_.below(stubs_)));
      if (!linked.insert(transit, stub_node)) continue;
      add(transit, stub_node, parameters_.transit_stub_latency_ms);
      ++k;
    }
    for (std::uint32_t k = 0; k < parameters_.extra_stub_stub_links;) {
      const auto a = static_cast<std::uint32_t>(stream_.below(stubs_));
      const auto b = static_cast<std::uint32_t>(stream_.below(stubs_));
      const NodeId node_a = random_node_of(a);
      const NodeId node_b = random_node_of(b);
      if (a == b || !linked.insert(node_a, node_b)) continue;
      add(node_a, node_b, parameters_.transit_stub_latency_ms);
      ++k;
    }
  }

  Graph finish() {
    std::sort(links_.begin(), links_.end(), [](const TimedLink& x, const TimedLink& y) {
      return x.link.from != y.link.from ? x.link.from < y.link.from : x.link.to < y.link.to;
    });
    Graph graph;
    graph.node_count = static_cast<NodeId>(group_.size());
    graph.layout = Layout::clusters;
    graph.kinds.assign(graph.node_count, NodeKind::router);
    graph.group = std::move(group_);
    for (const TimedLink& timed : links_) {
      graph.links.push_back(timed.link);
      graph.latency_ns.push_back(timed.latency);
    }
    return graph;
  }

  const TransitStubParameters& parameters_;
  core::Substream stream_;
  NodeId transit_nodes_;
  std::uint32_t stubs_;
  std::vector<TimedLink> links_;
  std::vector<std::uint32_t> group_;
};

Graph build(const TransitStubParameters& parameters, std::uint64_t seed) {
  return Internetwork(parameters, seed).build();
}

/// Links of `count` connected random graphs, on average and from above.
double most_links_inside(double count, double size, double probability) {
  return count * (size - 1 + probability * size * (size - 1) / 2);
}

/// Extra links are drawn until they are new, so at most half of what is possible is allowed.
void check_extra(const char* key, double wanted, double possible, registry::Reader& reader) {
  const double most = possible > 0 ? std::floor(possible / 2) : 0;
  if (wanted <= most) return;
  reader.error_at(key, fmt::format("expected at most {:.0f} (half of the pairs that this could "
                                   "join), got {:.0f}",
                                   most, wanted));
}

void check(const TransitStubParameters& p, registry::Reader& reader) {
  const Sizes sizes(p);
  const double pairs_of_stubs = sizes.stubs * (sizes.stubs - 1) / 2;
  check_extra("extra_transit_stub_links", p.extra_transit_stub_links,
              sizes.transit_nodes * sizes.stub_nodes - sizes.stubs, reader);
  check_extra("extra_stub_stub_links", p.extra_stub_stub_links,
              pairs_of_stubs * p.stub_nodes * p.stub_nodes, reader);
  const double links =
      most_links_inside(1, p.transit_domains, p.domain_link_probability) +
      most_links_inside(p.transit_domains, p.transit_nodes_per_domain, p.transit_link_probability) +
      most_links_inside(sizes.stubs, p.stub_nodes, p.stub_link_probability) + sizes.stubs +
      p.extra_transit_stub_links + p.extra_stub_stub_links;
  check_size(sizes.nodes(), links + 10 * std::sqrt(links),
             "the numbers of domains and nodes or the probabilities", reader);
}

registry::Section table() {
  using registry::between;
  using registry::more_than_up_to;
  const registry::Range latencies = more_than_up_to(0, 60'000);
  const registry::Range ratios = between(0, 1);
  const registry::Range counts = between(1, most_nodes);
  return registry::Table<TransitStubParameters>{}
      .field("transit_domains", &TransitStubParameters::transit_domains,
             {.unit = "domains", .range = counts, .description = "Number of transit domains."})
      .field("transit_nodes_per_domain", &TransitStubParameters::transit_nodes_per_domain,
             {.unit = "nodes", .range = counts, .description = "Routers of a transit domain."})
      .field("stubs_per_transit_node", &TransitStubParameters::stubs_per_transit_node,
             {.unit = "domains",
              .range = between(0, most_nodes),
              .description = "Stub domains on every transit router."})
      .field("stub_nodes", &TransitStubParameters::stub_nodes,
             {.unit = "nodes", .range = counts, .description = "Routers of a stub domain."})
      .field("domain_link_probability", &TransitStubParameters::domain_link_probability,
             {.unit = "ratio",
              .range = ratios,
              .description = "Chance that two transit domains are linked, besides the links that "
                             "keep all domains connected."})
      .field("transit_link_probability", &TransitStubParameters::transit_link_probability,
             {.unit = "ratio",
              .range = ratios,
              .description = "Chance that two routers of a transit domain are linked, besides the "
                             "links that keep it connected."})
      .field(
          "stub_link_probability", &TransitStubParameters::stub_link_probability,
          {.unit = "ratio",
           .range = ratios,
           .description = "Chance that two routers of a stub domain are linked, besides the links "
                          "that keep it connected."})
      .field("extra_transit_stub_links", &TransitStubParameters::extra_transit_stub_links,
             {.unit = "links",
              .range = between(0, most_nodes),
              .description = "Further links between random transit and stub routers."})
      .field("extra_stub_stub_links", &TransitStubParameters::extra_stub_stub_links,
             {.unit = "links",
              .range = between(0, most_nodes),
              .description = "Links between random routers of different stub domains."})
      .field("domain_latency_ms", &TransitStubParameters::domain_latency_ms,
             {.unit = "ms", .range = latencies, .description = "Between transit domains."})
      .field("transit_latency_ms", &TransitStubParameters::transit_latency_ms,
             {.unit = "ms", .range = latencies, .description = "Inside a transit domain."})
      .field("transit_stub_latency_ms", &TransitStubParameters::transit_stub_latency_ms,
             {.unit = "ms",
              .range = latencies,
              .description = "Between a transit and a stub domain, and between stub domains."})
      .field("stub_latency_ms", &TransitStubParameters::stub_latency_ms,
             {.unit = "ms", .range = latencies, .description = "Inside a stub domain."})
      .check(check);
}

}  // namespace

RIPPLETANK_TOPOLOGY(transit_stub) {
  return model<TransitStubParameters>(
      registry::describe<TransitStubParameters>(
          "transit_stub",
          "Routers of an internetwork: transit domains carry the traffic of stub domains.",
          "Zegura, Calvert & Bhattacharjee, How to model an internetwork, INFOCOM 1996; every "
          "domain is a random graph over a random tree instead of one redrawn until connected, "
          "and the latencies by class of link are this simulator's own",
          table(),
          {{"transit_domains", 2},
           {"transit_nodes_per_domain", 3},
           {"stubs_per_transit_node", 2},
           {"stub_nodes", 4}}),
      build);
}

}  // namespace rippletank::topologies
