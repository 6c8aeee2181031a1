// Describes Gnutella 0.6, and how large its messages are.
#include "sim/protocols/gnutella_0_6.hpp"

#include <string_view>

#include "sim/registry/quantity.hpp"

namespace rippletank::protocols {
namespace {

using registry::between;

registry::Table<Gnutella06::Parameters> table_of_routing() {
  return table_of_queries<Gnutella06::Parameters>(
             "How many hops a query may travel between ultrapeers.")
      .field("election", &Gnutella06::Parameters::election,
             {.description = "How ultrapeers are elected, if `joining` is there."})
      .field("dynamic_query", &Gnutella06::Parameters::dynamic_query,
             {.description = "Ultrapeers let queries out over one connection after another, until "
                             "there are enough results. Left out, they flood them."})
      .field(
          "out_of_band_hits", &Gnutella06::Parameters::out_of_band_hits,
          {.description = "Whether holders more than one hop away from the peer that asks say so "
                          "to it at once, by UDP, and then send the hit, where nobody of both is "
                          "behind a firewall. Leaves tell their ultrapeers how many results they "
                          "have got, if queries are dynamic. All count as if they came by TCP."})
      .field(
          "ping_interval_s",
          static_cast<double Gnutella06::Parameters::*>(&Gnutella06::Parameters::ping_interval_s),
          span_field(0,
                     "How often each peer pings its neighbours, from a random moment on; "
                     "above 0 the scenario needs `horizon_s`. 0: only when it connects."))
      .field("pongs_max", &Gnutella06::Parameters::pongs_max,
             {.unit = "pongs",
              .range = between(1, 1000),
              .description = "With how many pongs of others a peer answers at most."})
      .field("words_per_item", &Gnutella06::Parameters::words_per_item,
             {.unit = "words",
              .range = between(1, 1000),
              .description = "By how many words each item is called; a query names all of them."})
      .field("vocabulary", &Gnutella06::Parameters::vocabulary,
             {.unit = "words",
              .range = between(1, Keywords::most_words),
              .description = "Among how many these are drawn. The fewer, the more often the words "
                             "of a query are found in different names."})
      .field("table_bits", &Gnutella06::Parameters::table_bits,
             {.unit = "bits",
              .range = between(6, 24),
              .description = "Words are hashed to so many bits: a query routing table has 2 to the "
                             "power of that slots."})
      .field(
          "last_hop_filter", &Gnutella06::Parameters::last_hop_filter,
          {.description = "Whether ultrapeers tell each other the merged table of themselves and "
                          "their leaves, and ask on the last hop only those whose table matches."})
      .field("table_update_s", &Gnutella06::Parameters::table_update_s,
             span_field(0.001, "They do so this long after a change, for all changes until then."))
      .field("patch_data_bytes", &Gnutella06::Parameters::patch_data_bytes,
             {.unit = "bytes",
              .range = between(64, 65'536),
              .description = "How much of a table one patch carries at most, compressed."});
}

UnstructuredSettings settings_of(const Gnutella06::Parameters& parameters) {
  UnstructuredSettings settings =
      settings_of(static_cast<const UnstructuredParameters&>(parameters));
  settings.search.dynamic = parameters.dynamic_query;
  settings.search.out_of_band = parameters.out_of_band_hits;
  settings.leaves = parameters.leaf_settings();
  settings.leaves->joins = parameters.joining.has_value();
  settings.election = parameters.election;
  settings.pings.ttl_hops = 1;
  settings.pings.cached = parameters.pongs_max;
  if (settings.joining) settings.joining->told_on_accept = settings.joining->handed_on;
  settings.leaves->routing = {
      {parameters.words_per_item, parameters.vocabulary, 1U << parameters.table_bits},
      parameters.last_hop_filter,
      core::from_seconds(parameters.table_update_s)};
  return settings;
}

/// The three parts of a handshake, of which the last counts with the first.
///
/// Source:  Gnutella 0.6 handshaking (rfc-gnutella.sourceforge.net, 2002); X-Try-Ultrapeers is
///          followed by addresses.
constexpr std::string_view connect_headers =
    "GNUTELLA CONNECT/0.6\r\nUser-Agent: LimeWire/4.0\r\nListen-IP: 192.0.2.1:6346\r\n"
    "Remote-IP: 192.0.2.2\r\nX-Ultrapeer: False\r\nX-Query-Routing: 0.1\r\n"
    "X-Ultrapeer-Query-Routing: 0.1\r\nX-Degree: 32\r\nX-Max-TTL: 4\r\nX-Dynamic-Querying: 0.1\r\n"
    "Vendor-Message: 0.1\r\nGGEP: 0.5\r\nPong-Caching: 0.1\r\n\r\n";
constexpr std::string_view accept_headers =
    "GNUTELLA/0.6 200 OK\r\nUser-Agent: LimeWire/4.0\r\nRemote-IP: 192.0.2.1\r\n"
    "X-Ultrapeer: True\r\nX-Query-Routing: 0.1\r\nX-Ultrapeer-Query-Routing: 0.1\r\n"
    "X-Degree: 32\r\nX-Max-TTL: 4\r\nX-Dynamic-Querying: 0.1\r\nVendor-Message: 0.1\r\n"
    "GGEP: 0.5\r\nPong-Caching: 0.1\r\nX-Try-Ultrapeers: \r\n\r\n";
constexpr std::string_view refuse_headers =
    "GNUTELLA/0.6 503 Service unavailable\r\nUser-Agent: LimeWire/4.0\r\n"
    "Remote-IP: 192.0.2.1\r\nX-Ultrapeer: True\r\nX-Try-Ultrapeers: \r\n\r\n";
constexpr std::string_view confirmation = "GNUTELLA/0.6 200 OK\r\n\r\n";
constexpr std::uint32_t handshake(std::string_view headers) {
  return static_cast<std::uint32_t>(headers.size());
}
constexpr std::uint32_t address_bytes = handshake("192.0.2.1:6346,");

UnstructuredSizes sizes_of(const Gnutella06::Parameters& parameters) {
  /// Header 23; variant 1, table length 4, infinity 1.
  constexpr std::uint32_t reset = 29;
  UnstructuredSizes sizes = gnutella::sizes(parameters);
  sizes[Joining::connect] = {handshake(connect_headers) + handshake(confirmation), 0};
  sizes[Joining::accept] = {handshake(accept_headers), 0};
  sizes[Joining::refuse] = {handshake(refuse_headers), 0};
  sizes[Leaves::publish] = {reset, 0};
  sizes[Leaves::leave] = {0, 0};
  sizes[Leaves::exchange] = {0, 0};
  return sizes;
}

}  // namespace

registry::Entry Gnutella06::entry() {
  return describe_elected<Parameters>(
      "gnutella_0_6",
      "Ultrapeers search for leaves, whose words they know from query routing tables; who holds "
      "the item answers along the way back.",
      "Singla & Rohrs, Ultrapeers (2001); Rohrs, Query routing (2002); Fisk, Ultrapeer query "
      "routing and Dynamic query protocol (2003). Departs: one result in each hit",
      with_fetching(with_joining(with_leaves(gnutella::with_lengths(table_of_routing()))))
          .check([](const Parameters& parameters, registry::Reader& reader) {
            check_pings(parameters, false, reader);
          }),
      {{"ttl_hops", 3}, {"table_update_s", 1}});
}

std::vector<std::string> Gnutella06::message_types() {
  std::vector<std::string> names = gnutella::message_types();
  names[Search::check].clear();  // nothing walks
  names[Search::check_answer].clear();
  names[Search::hits_ready] = "hits_ready";
  names[Search::hits_wanted] = "hits_wanted";
  names[Search::query_status] = "query_status";
  names[Leaves::publish] = "query_route";
  names[Leaves::leave] = "leave";
  names[Leaves::exchange] = "merged_route";
  return names;
}

UnstructuredPlan Gnutella06::plan(const Parameters& parameters) {
  constexpr std::uint32_t patch_header = 28;
  return {settings_of(parameters),
          sizes_of(parameters),
          {address_bytes, 0, 1, patch_header, parameters.patch_data_bytes},
          message_types(),
          "leaf",
          "ultrapeer",
          traversals,
          true};
}

}  // namespace rippletank::protocols
