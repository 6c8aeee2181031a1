// Describes the centralized architecture.
#include "sim/protocols/centralized.hpp"

#include <algorithm>

#include "sim/registry/quantity.hpp"

namespace rippletank::protocols {

registry::Entry Centralized::entry() {
  return registry::describe<Parameters>(
      "centralized",
      "Everything passes through a server: searches, and what clients fetch from each other, which "
      "it may keep for the next.",
      "McKeeth, A Guide to Peer-2-Peer (2003): centralized networks; sizes are round numbers",
      with_directory(registry::Table<Parameters>{})
          .field("cache_bytes", &Parameters::cache_bytes,
                 {.unit = "bytes",
                  .range = registry::between(0, 1e18),
                  .description = "Room in which each server keeps what it has passed on; what was "
                                 "not used for longest makes room. 0: it keeps nothing."})
          .field("downloads", &Parameters::downloads,
                 {.description = "How a server fetches what a client wants, if its query says so; "
                                 "and when a client asks again for what does not come. A server "
                                 "itself sends to any number at a time."}),
      {{"login_spread_s", 1}, {"server", {{"service_ms", 2}}}, {"cache_bytes", 1e9}});
}

std::vector<std::string> Centralized::message_types() {
  std::vector<std::string> names = Directory::message_types();
  names.insert(names.end(), {"request", "refusal", "order", "no_slot"});
  return names;
}

Centralized::Centralized(const Parameters& parameters, const overlay::SetUp& set_up)
    : parameters_(parameters),
      seed_(set_up.seed),
      directory_(parameters, set_up),
      downloads_(parameters.downloads, set_up, piece),
      caches_(directory_.servers().all().size(), ItemCache(parameters.cache_bytes)),
      wished_by_(set_up.connections.peers()) {}

measure::MessageSize Centralized::size(const overlay::Letter& letter) const {
  if (letter.type == request || letter.type == order) return {parameters_.request_bytes, 0};
  if (letter.type == refusal || letter.type == no_slot) return {parameters_.refusal_bytes, 0};
  return directory_.size(letter);
}

std::vector<measure::Figure> Centralized::figures_of(const Supplied& supplied) {
  const std::uint64_t all = supplied.fetched + supplied.joined + supplied.kept;
  measure::Figure share{"cache_hit_share",
                        "ratio",
                        "Requests for items that the server had kept, divided by all that it could "
                        "meet.",
                        {}};
  if (all > 0) share.value = static_cast<double>(supplied.kept) / static_cast<double>(all);
  return {
      {"items_fetched", "requests",
       "Requests for which the server began to fetch the item from a client.", supplied.fetched},
      {"items_joined", "requests",
       "Requests for an item that the server was fetching for another one.", supplied.joined},
      {"items_kept", "requests", "Requests for an item that the server had kept.", supplied.kept},
      share,
      {"cache_saved_bytes", "bytes",
       "Bytes that it did not have to fetch from a client as it had kept them.",
       supplied.kept_bytes}};
}

bool Centralized::wanted(overlay::QueryNumber query) {
  const std::vector<overlay::QueryNumber>& wished = wished_by_[origin(query)];
  return std::find(wished.begin(), wished.end(), query) != wished.end();
}

void Centralized::forget(overlay::QueryNumber query) {
  std::vector<overlay::QueryNumber>& wished = wished_by_[origin(query)];
  wished.erase(std::find(wished.begin(), wished.end(), query));
}

}  // namespace rippletank::protocols
