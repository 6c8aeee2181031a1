// Describes the parameters of Freenet.
#include "sim/protocols/freenet/parameters.hpp"

#include <fmt/format.h>

#include "sim/core/time.hpp"
#include "sim/protocols/freenet/publishings.hpp"

namespace rippletank::protocols::freenet {
namespace {

using registry::between;
using registry::Field;
using registry::Reader;
using Table = registry::Table<Parameters>;

/// Steps and hops to live share a word of each message.
constexpr double most_hops = 10'000;
constexpr double most_entries = 1e9;

Field bytes(const char* description) {
  return {.unit = "bytes", .range = between(0, 1e6), .description = description};
}
Field seconds(const char* description) {
  return {.unit = "s", .range = between(0, core::longest_s), .description = description};
}
Field ratio(const char* description) {
  return {.unit = "ratio", .range = between(0, 1), .description = description};
}

Table&& with_routing(Table&& table) {
  return std::move(table)
      .field("htl_hops", &Parameters::htl_hops,
             {.unit = "hops",
              .range = between(1, most_hops),
              .description =
                  "Hops to live: how many peers a request may be passed on to, those among them "
                  "that have had it already; who cannot be connected to costs none."})
      .field("htl_rule", &Parameters::htl_rule,
             {.description = "Who lowers the hops to live of a request that comes: every peer, or "
                             "each with a chance, of a half while they are at their most and of 1 "
                             "- exp(-1.5 n²) at n of them, so that nobody can tell how far the "
                             "origin is. A peer that has been asked in vain costs one all the "
                             "same."})
      .field("closeness", &Parameters::closeness,
             {.description = "How far two keys are apart: on a circle, or on a line as in 0.5, "
                             "where the least and the greatest are farthest apart."})
      .field("table_references", &Parameters::table_references,
             {.unit = "references",
              .range = between(1, most_entries),
              .description = "How many references a routing table keeps: a key, and the peer that "
                             "was last said to be its source. Of more, those go that were said "
                             "longest ago. Left out: any number."})
      .field("table_nodes", &Parameters::table_nodes,
             {.unit = "peers",
              .range = between(1, most_entries),
              .description = "How many peers a routing table knows; another one takes the place "
                             "of the one of which nothing was said for longest. Left out: any "
                             "number."})
      .field("references_per_node", &Parameters::references_per_node,
             {.unit = "references",
              .range = between(1, most_entries),
              .description = "How many references it keeps to one peer. Left out: any number."})
      .field("forgets_unreachable", &Parameters::forgets_unreachable,
             {.description = "Whether a peer forgets one that it could not connect to. 0.5 tries "
                             "it again, ever more rarely."});
}

Table&& with_stores(Table&& table) {
  return std::move(table)
      .field("store_items", &Parameters::store_items,
             {.unit = "items",
              .range = between(0, most_entries),
              .description = "How many items a store keeps; the one that was not used for longest "
                             "makes room. Left out: any number."})
      .field("store_bytes", &Parameters::store_bytes,
             {.unit = "bytes",
              .range = between(0, 1e18),
              .description = "How many bytes it keeps. Left out: any number."})
      .field(
          "largest_share", &Parameters::largest_share,
          ratio("The largest item that is kept, as a share of store_bytes, 1.28 MB unless that is "
                "given: Freenet splits larger files, a simulated item is not split. Larger ones "
                "only pass, and an insert of one is lost (`not_kept`)."))
      .field("store_data", &Parameters::store_data,
             {.description = "Whether a message of its own follows the data and tells who their "
                             "source is, and only then they are kept; and an insert names the "
                             "last peer of its path as the source. Otherwise the data tell it "
                             "themselves, and an insert names its origin."})
      .field(
          "reset_probability", &Parameters::reset_probability,
          ratio("The chance with which a peer on the way names itself as the source. It does so, "
                "too, if no word of the source has come."))
      .field("hop_decay", &Parameters::hop_decay,
             ratio("To the power of the hops since a peer named itself the source: the chance "
                   "that a store or table that is rather full takes an item, or a reference; 1: "
                   "always."))
      .field("store_free_share", &Parameters::store_free_share,
             ratio("Up to here a store is not rather full."))
      .field("table_free_share", &Parameters::table_free_share, ratio("Up to here a table is not."))
      .field("part_bytes", &Parameters::part_bytes,
             {.unit = "bytes",
              .range = between(1, 1e9),
              .description = "Data travel in parts of this size, and a peer passes each part on "
                             "as soon as it has it; of very large items parts are larger, as "
                             "there are at most 65,535."});
}

Table&& with_patience(Table&& table) {
  return std::move(table)
      .field("accepts", &Parameters::accepts,
             {.description = "Whether a peer says at once that it has got a request; otherwise "
                             "its answer is all that is heard of it."})
      .field("restarts", &Parameters::restarts,
             {.description = "Whether a peer that tries another one tells those that wait for it, "
                             "which then wait anew."})
      .field(
          "hop_s", &Parameters::hop_s,
          seconds("How long a hop is expected to take. A peer waits n hop_s + 1.96 √n hop_sd_s "
                  "for an answer over n hops: the hops to live, but one where it waits to hear "
                  "that a request was accepted; the origin of an insert twice as long for word of "
                  "the source. Then it takes the peer that it asked for lost. "
                  "Both 0: it waits for ever."))
      .field("hop_sd_s", &Parameters::hop_sd_s, seconds("The standard deviation of that."))
      .field("failed_keys", &Parameters::failed_keys,
             {.unit = "keys",
              .range = between(0, 1e6),
              .description = "How many keys a peer remembers that were not found: a request with "
                             "as many hops to live, or fewer, is answered so at once."})
      .field("failed_keys_s", &Parameters::failed_keys_s, seconds("For how long it does."))
      .field("requests_per_min", &Parameters::requests_per_min,
             {.unit = "requests/min",
              .range = between(0, most_entries),
              .description = "How many requests of others a peer takes in a minute; it rejects "
                             "more. Left out: any number."});
}

Table&& with_growth(Table&& table) {
  return std::move(table)
      .field("transient", &Parameters::transient,
             ratio("Share of peers that are nobody's source and known to nobody, as they are "
                   "behind firewalls or rarely there: they ask, and are never asked."))
      .field("publishing", &Parameters::publishing,
             {.description = "How items come into the network.", .catalogue = &publishings()})
      .field("first_peers", &Parameters::first_peers,
             {.unit = "peers",
              .range = between(1, most_entries),
              .description = "How many peers there are at first, who know those of them that the "
                             "topology connects them to. The others come one by one, in their "
                             "order, and announce themselves; what they would ask before is asked "
                             "by one that is there. Those that have not come count as online "
                             "where peers are counted. Left out: all of them."})
      .field("grow_every_s", &Parameters::grow_every_s,
             seconds("How long after one the next peer comes."))
      .field("announce_htl_hops", &Parameters::announce_htl_hops,
             {.unit = "hops",
              .range = between(1, most_hops),
              .description = "How many peers an announcement is passed on to, each chosen by a "
                             "random key: those that have not had it before then refer to the "
                             "newcomer, which knows the first of them."})
      .field("announce_attempts", &Parameters::announce_attempts,
             {.unit = "attempts",
              .range = between(1, 1000),
              .description = "How often a newcomer tries, through a random peer each time, until "
                             "one of its announcements comes to an end."});
}

Table&& with_probes(Table&& table) {
  return std::move(table)
      .field("probe_every_s", &Parameters::probe_every_s,
             {.unit = "s",
              .range = between(0, core::longest_s),
              .description = "How often the network is probed, also at the start: requests of "
                             "peers that are there for items that were published are tried on "
                             "the network as it is, without changing it. 0: never."})
      .field("probe_requests", &Parameters::probe_requests,
             {.unit = "requests",
              .range = between(1, 1e6),
              .description = "How many requests are tried each time."})
      .field("probe_htl_hops", &Parameters::probe_htl_hops,
             {.unit = "hops",
              .range = between(1, 1e6),
              .description = "How often one is passed on at most."})
      .field("sizes", &Parameters::sizes, {.description = "Bytes of each message."});
}

void check(const Parameters& parameters, Reader& reader) {
  constexpr double least_s = 0.001;
  if (parameters.probe_every_s > 0 && parameters.probe_every_s < least_s) {
    reader.error_at("probe_every_s", fmt::format("expected 0 or at least {} [s], got {}", least_s,
                                                 parameters.probe_every_s));
  }
  const double patience_s = parameters.hop_s + patience_deviations * parameters.hop_sd_s;
  if (patience_s > 0 && patience_s < least_s) {
    reader.error_at("hop_s", fmt::format("expected that a peer waits 0 or at least {} [s] for a "
                                         "hop, hop_s + {} hop_sd_s; got {}",
                                         least_s, patience_deviations, patience_s));
  }
}

}  // namespace

Parameters::Parameters() : publishing(placed_items()) {}

const registry::Section& Sizes::section() {
  static const registry::Section table =
      registry::Table<Sizes>{}
          .field("data_request_bytes", &Sizes::data_request_bytes, bytes("A request."))
          .field("insert_request_bytes", &Sizes::insert_request_bytes,
                 bytes("A request to insert an item."))
          .field("accepted_bytes", &Sizes::accepted_bytes,
                 bytes("That a peer has got one, if it says so."))
          .field("rejected_bytes", &Sizes::rejected_bytes,
                 bytes("That it will not have it, or that it has nobody left to ask."))
          .field("restarted_bytes", &Sizes::restarted_bytes,
                 bytes("That it tries another peer, if it says so."))
          .field("data_not_found_bytes", &Sizes::data_not_found_bytes,
                 bytes("That the hops to live are used up."))
          .field("insert_reply_bytes", &Sizes::insert_reply_bytes,
                 bytes("That the data of an insert may come."))
          .field("data_header_bytes", &Sizes::data_header_bytes, bytes("What precedes data."))
          .field("store_data_bytes", &Sizes::store_data_bytes,
                 bytes("Who their source is, if it is told apart."))
          .field("announcement_bytes", &Sizes::announcement_bytes,
                 bytes("That a newcomer is there."))
          .field("announcement_reply_bytes", &Sizes::announcement_reply_bytes,
                 bytes("The random bits of those that know, on their way to the newcomer."))
          .field("announcement_execute_bytes", &Sizes::announcement_execute_bytes,
                 bytes("The key that follows from them."))
          .field("announcement_complete_bytes", &Sizes::announcement_complete_bytes,
                 bytes("That all have got it."));
  return table;
}

registry::Section section() {
  return with_probes(with_growth(with_patience(with_stores(with_routing(Table{}))))).check(check);
}

Parameters of_the_paper() {
  Parameters parameters;
  parameters.htl_rule = HtlRule::every_hop;
  parameters.closeness = Closeness::circle;
  parameters.store_items = 50;
  parameters.store_bytes = {};
  parameters.largest_share = 1;
  parameters.table_references = 250;
  parameters.table_nodes = {};
  parameters.references_per_node = {};
  parameters.reset_probability = 0;
  parameters.hop_decay = 1;
  parameters.accepts = false;
  parameters.restarts = false;
  parameters.store_data = false;
  parameters.failed_keys = 0;
  parameters.requests_per_min = {};
  parameters.publishing = inserted_items();
  parameters.announce_htl_hops = 10;
  return parameters;
}

}  // namespace rippletank::protocols::freenet
