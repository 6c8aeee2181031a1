// Describes the brokered architecture, and what its servers find.
#include "sim/protocols/brokered.hpp"

#include <cstddef>
#include <span>

namespace rippletank::protocols {
namespace {

using registry::between;
using registry::Field;

Field bytes(const char* description) {
  return {.unit = "bytes", .range = between(0, 1e6), .description = description};
}

}  // namespace

registry::Entry Brokered::entry() {
  return registry::describe<Parameters>(
      "brokered",
      "Clients tell a server what they hold; it answers their searches, and what they fetch "
      "passes it by.",
      "McKeeth, A Guide to Peer-2-Peer (2003): brokered networks; sizes are round numbers",
      registry::Table<Parameters>{}
          .field("login_bytes", &Parameters::login_bytes, bytes("A client's login."))
          .field("welcome_bytes", &Parameters::welcome_bytes,
                 bytes("The server's answer to it; as long as a logout and as the answer that a "
                       "server does not know who asks, or has no place for a request."))
          .field("publish_item_bytes", &Parameters::publish_item_bytes,
                 bytes("What a client that has logged in tells about each item that it holds."))
          .field("search_header_bytes", &Parameters::search_header_bytes,
                 bytes("A search without its text."))
          .field("search_text_bytes", &Parameters::search_text_bytes, bytes("Its text."))
          .field("results_header_bytes", &Parameters::results_header_bytes,
                 bytes("An answer without results."))
          .field("result_bytes", &Parameters::result_bytes, bytes("Each result in it."))
          .field("results_max", &Parameters::results_max,
                 {.unit = "results",
                  .range = between(1, 1e9),
                  .description = "How many results an answer has at most."})
          .field("request_bytes", &Parameters::request_bytes,
                 bytes("What a peer sends to another from which it wants to fetch something."))
          .field("refusal_bytes", &Parameters::refusal_bytes,
                 bytes("What that peer answers if it has no place for it."))
          .field("login_spread_s", &Parameters::login_spread_s,
                 {.unit = "s",
                  .range = between(0, core::longest_s),
                  .description = "Clients log in at random moments from the start until then."})
          .field("retry_s", &Parameters::retry_s,
                 {.unit = "s",
                  .range = between(0.001, core::longest_s),
                  .description = "How long a client waits that found none of its servers, before "
                                 "it tries again."})
          .field("silence_s", &Parameters::silence_s,
                 {.unit = "s",
                  .range = between(0, core::longest_s),
                  .description = "After how long a server notices that a client has gone without "
                                 "a word; until then it finds what that client held."})
          .field("server", &Parameters::server,
                 {.description = "What each server can do at a time. Logins, publications and "
                                 "searches are requests that it serves."})
          .field("downloads", &Parameters::downloads,
                 {.description = "How clients fetch what they have found, if their queries say "
                                 "so."}),
      {{"login_spread_s", 1}, {"server", {{"service_ms", 2}}}});
}

Brokered::Brokered(const Parameters& parameters, const overlay::SetUp& set_up)
    : parameters_(parameters),
      seed_(set_up.seed),
      login_spread_(core::from_seconds(parameters.login_spread_s)),
      retry_(core::from_seconds(parameters.retry_s)),
      silence_(core::from_seconds(parameters.silence_s)),
      content_(set_up.content),
      servers_(set_up.connections, set_up.servers),
      clients_(set_up.connections.peers()),
      session_(set_up.connections.peers(), core::no_peer),
      session_epoch_(set_up.connections.peers()),
      published_(set_up.connections.peers()),
      downloads_(parameters.downloads, set_up.uploads, set_up.connections.peers(),
                 static_cast<std::uint8_t>(Alarm::piece)) {
  for (const core::PeerId server : servers_.all()) {
    stations_.emplace_back(parameters.server.station(set_up.warm_up), seed_, server);
  }
}

measure::MessageSize Brokered::size(const overlay::Letter& letter) const {
  switch (static_cast<Type>(letter.type)) {
    case login:
      return {parameters_.login_bytes, 0};
    case welcome:
    case unknown_client:
    case logout:
    case busy:
      return {parameters_.welcome_bytes, 0};
    case publish:
      return {letter.value * parameters_.publish_item_bytes, 0};
    case search:
      return {parameters_.search_header_bytes, parameters_.search_text_bytes};
    case request:
      return {parameters_.request_bytes, 0};
    case refusal:
      return {parameters_.refusal_bytes, 0};
    case results:
      return {parameters_.results_header_bytes, letter.value * parameters_.result_bytes};
  }
  return {};
}

std::uint32_t Brokered::held_by(core::PeerId peer) const {
  return content_ == nullptr ? 0 : static_cast<std::uint32_t>(content_->holdings(peer).size());
}

std::uint32_t Brokered::find(core::PeerId server, core::PeerId client, overlay::QueryNumber query) {
  Asked& asked = asked_[query];
  asked.holders.clear();
  if (content_ == nullptr || asked.item == no_item) return 0;
  const std::span<const core::PeerId> holders = content_->holders(asked.item);
  core::Substream stream(seed_, core::Purpose("brokered/results"), query);
  // Not always the same ones where there are more than it may name.
  const std::size_t first = holders.empty() ? 0 : stream.below(holders.size());
  std::uint32_t found = 0;
  for (std::size_t i = 0; i < holders.size() && found < parameters_.results_max; ++i) {
    const core::PeerId holder = holders[(first + i) % holders.size()];
    if (holder == client || session_[holder] != server || !published_[holder]) continue;
    ++found;
    if (asked.download) asked.holders.push_back(holder);
  }
  core::shuffle(asked.holders, stream);
  return found;
}

}  // namespace rippletank::protocols
