// The parameters of leaves, for every protocol with super-peers.
#pragma once

#include <string>
#include <utility>

#include "sim/protocols/parts/leaves.hpp"
#include "sim/protocols/parts/unstructured_parameters.hpp"
#include "sim/registry/table.hpp"

namespace rippletank::protocols {

/// A base of the parameters of such a protocol.
struct LeafParameters {
  double publish_spread_s = 10;
  double retry_s = 60;
  double silence_s = 60;

  LeafSettings leaf_settings() const {
    return {core::from_seconds(publish_spread_s), core::from_seconds(retry_s),
            core::from_seconds(silence_s)};
  }
};

/// The table of such a protocol, with what it says about queries; more is added to it.
template <class P>
registry::Table<P> table_of_queries(const char* about_ttl_hops) {
  registry::Table<P> table;
  std::move(table)
      .field("ttl_hops", static_cast<std::uint32_t P::*>(&P::ttl_hops),
             {.unit = "hops",
              .range = registry::between(1, most_hops - 1),
              .description = about_ttl_hops})
      .field("query_memory_s", static_cast<double P::*>(&P::query_memory_s),
             span_field(0, "How long a peer remembers a query, and from whom it came."));
  return table;
}

/// Adds the fields of LeafParameters to the table of a protocol.
template <class P>
registry::Table<P>&& with_leaves(registry::Table<P>&& table) {
  const auto seconds = [&table](const char* name, double LeafParameters::*field, double least,
                                const char* description) {
    std::move(table).field(name, static_cast<double P::*>(field), span_field(least, description));
  };
  seconds(
      "publish_spread_s", &P::publish_spread_s, 0,
      "Leaves tell what they hold at random moments from the start until then, where connections "
      "are as the topology says.");
  seconds(
      "retry_s", &P::retry_s, 0.001,
      "After how long one whose word to a super-peer was lost, or whose super-peer has gone, tells "
      "it again.");
  seconds("silence_s", &P::silence_s, 0,
          "After how long super-peers notice that a leaf has gone without a word, and leaves that "
          "a super-peer has, where connections are as the topology says.");
  return std::move(table);
}

/// An entry of a protocol whose peers elect super-peers if they join: then a run goes on for ever,
/// and nobody serves from the start.
template <class P>
registry::Entry describe_elected(std::string name, std::string summary, std::string source,
                                 registry::Section section, registry::Json example) {
  registry::Entry entry =
      registry::describe<P>(std::move(name), std::move(summary), std::move(source),
                            std::move(section), std::move(example));
  entry.endless = [](const void* parameters) {
    const P& all = *static_cast<const P*>(parameters);
    return all.joining ? "joining" : all.ping_interval_s > 0 ? "ping_interval_s" : "";
  };
  entry.serving = [](const void* parameters) {
    return serving(static_cast<const P*>(parameters)->joining, registry::Serving::elected);
  };
  return entry;
}

}  // namespace rippletank::protocols
