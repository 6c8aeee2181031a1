// Offers files and chats, and exchanges them.
#include "sim/protocols/irc/dcc.hpp"

#include <algorithm>
#include <cmath>

namespace rippletank::protocols::irc {
namespace {

/// A receiver acknowledges every block of so many bytes.
///
/// Source:  ircII, dcc.c: blocks of 1,024 bytes.
constexpr std::uint64_t block_bytes = 1024;
/// How often somebody is drawn whom the user may not offer anything to, before it is given up.
constexpr int most_draws = 16;
constexpr double largest_bytes = 1e12;

std::uint32_t digits_of(std::uint64_t number) {
  std::uint32_t digits = 1;
  for (; number >= 10; number /= 10) ++digits;
  return digits;
}

}  // namespace

const registry::Section& DccParameters::section() {
  using registry::between;
  static const registry::Section table =
      registry::Table<DccParameters>{}
          .field("send_rate_per_min", &DccParameters::send_rate_per_min,
                 {.unit = "per min",
                  .range = between(0, 6000),
                  .description = "How often each user sends a file to somebody in one of its "
                                 "channels, at random moments; above 0 the scenario needs "
                                 "`horizon_s`."})
          .field("send_size_bytes", &DccParameters::send_size_bytes,
                 {.unit = "bytes",
                  .range = registry::at_least(0),
                  .description = "How large such a file is; what is drawn is rounded to whole "
                                 "bytes, 1 to 1e12."})
          .field("chat_rate_per_min", &DccParameters::chat_rate_per_min,
                 {.unit = "per min",
                  .range = between(0, 6000),
                  .description = "How often each user begins a chat with somebody in one of its "
                                 "channels; likewise."})
          .field("chat_lines", &DccParameters::chat_lines,
                 {.unit = "lines",
                  .range = between(1, 1e6),
                  .description = "How many lines the two write in a chat, in turn."})
          .field("chat_interval_s", &DccParameters::chat_interval_s,
                 {.unit = "s",
                  .range = between(0, core::longest_s),
                  .description = "How long each takes to answer a line."});
  return table;
}

Dcc::Dcc(const DccParameters& parameters, std::uint64_t seed, const overlay::Servers& servers,
         core::PeerId peers, const Sessions& sessions, const Clients& clients,
         const Network& network, Outbox& outbox)
    : parameters_(parameters),
      chat_interval_(core::from_seconds(parameters.chat_interval_s)),
      servers_(servers),
      sessions_(sessions),
      clients_(clients),
      network_(network),
      outbox_(outbox),
      stays_(peers) {
  for (core::PeerId user = 0; user < peers; ++user) {
    if (parameters.send_rate_per_min > 0) {
      sends_.emplace_back(seed, core::Purpose("irc/dcc_send"), user);
    }
    if (parameters.chat_rate_per_min > 0) {
      chats_.emplace_back(seed, core::Purpose("irc/dcc_chat"), user);
    }
  }
}

void Dcc::start() {
  for (core::PeerId user = 0; user < stays_.size(); ++user) {
    if (!servers_.is_server(user)) switch_on(0, user);
  }
}

void Dcc::switch_on(core::Time now, core::PeerId user) {
  if (!sends_.empty()) {
    set_alarm(now, user, parameters_.send_rate_per_min, sends_[user], Alarm::send_file);
  }
  if (!chats_.empty()) {
    set_alarm(now, user, parameters_.chat_rate_per_min, chats_[user], Alarm::chat);
  }
}

void Dcc::set_alarm(core::Time now, core::PeerId user, double rate_per_min, core::Substream& stream,
                    Alarm alarm) {
  const core::Distribution wait_ms(core::Exponential{60'000 / rate_per_min});
  const core::Time wait = core::from_milliseconds_cut(wait_ms.sample(stream));
  outbox_.wake(user, core::later(now, wait), alarm, 0, stays_[user]);
}

// ---- offers ----

/// Somebody else in a channel of the user's, each channel alike and each of its members, whom the
/// user's server knows. One whose server has ended the session, or crashed, does not know yet, and
/// names somebody: whom does not matter, as no server reads that offer any more.
std::optional<SessionId> Dcc::partner(core::PeerId user, core::Substream& stream) const {
  const SessionId own = clients_.session(user);
  if (!sessions_[own].open) return own;
  std::vector<ChannelId> channels;
  sessions_.for_each_membership(own, [&](MembershipId id) {
    if (sessions_.membership(id).place != none)
      channels.push_back(sessions_.membership(id).channel);
  });
  if (channels.empty()) return {};
  const View& view = network_.view(sessions_[own].home);
  for (int draw = 0; draw < most_draws; ++draw) {
    const auto& members = sessions_.members(channels[stream.below(channels.size())]);
    const MembershipId id = members[stream.below(members.size())];
    const SessionId session = sessions_.membership(id).session;
    if (sessions_[session].user != user && view.knows_membership(id)) return session;
  }
  return {};
}

std::optional<std::uint32_t> Dcc::make_offer(core::PeerId user, core::Substream& stream) {
  if (!clients_.is_in(user)) return {};
  const std::optional<SessionId> target = partner(user, stream);
  if (!target) {
    ++figures_.without_partner;
    return {};
  }
  ++figures_.offers;
  Offer offer;
  offer.from = user;
  offer.to = sessions_[*target].user;
  offer.target = *target;
  offer.stay_from = stays_[user];
  offers_.push_back(offer);
  return static_cast<std::uint32_t>(offers_.size() - 1);
}

void Dcc::offer_file(core::Time now, core::PeerId user, std::uint32_t stay) {
  if (stay != stays_[user]) return;
  core::Substream& stream = sends_[user];
  set_alarm(now, user, parameters_.send_rate_per_min, stream, Alarm::send_file);
  const double size = parameters_.send_size_bytes.sample(stream);
  const auto number = make_offer(user, stream);
  if (!number) return;
  Offer& offer = offers_[*number];
  offer.bytes = static_cast<std::uint64_t>(std::llround(std::clamp(size, 1.0, largest_bytes)));
  offer.digits = digits_of(offer.bytes);
  outbox_.send(user, clients_.server_of(user),
               letter_of(Line::send_offer_to_server, *number, offer.digits));
}

void Dcc::offer_chat(core::Time now, core::PeerId user, std::uint32_t stay) {
  if (stay != stays_[user]) return;
  core::Substream& stream = chats_[user];
  set_alarm(now, user, parameters_.chat_rate_per_min, stream, Alarm::chat);
  const auto number = make_offer(user, stream);
  if (!number) return;
  offers_[*number].is_chat = true;
  outbox_.send(user, clients_.server_of(user), letter_of(Line::chat_offer_to_server, *number));
}

void Dcc::accept(core::PeerId user, std::uint32_t number) {
  offers_[number].stay_to = stays_[user];
  outbox_.send(user, offers_[number].from, letter_of(Line::dcc_connect, number));
}

void Dcc::not_connected(core::PeerId user, std::uint32_t number, measure::DropReason reason) {
  if (reason == measure::DropReason::firewall) ++figures_.blocked;
  const Offer& offer = offers_[number];
  if (offer.is_chat) return;
  outbox_.note_failure(offer.from, user, letter_of(Line::dcc_connect, number), reason);
}

void Dcc::begin(core::PeerId user, std::uint32_t number) {
  const Offer& offer = offers_[number];
  if (offer.stay_from != stays_[user]) return;  // it has been away, and listens no more
  if (offer.is_chat) {
    ++figures_.chats_begun;
    write_line(user, letter_of(Line::dcc_chat_line, number, parameters_.chat_lines));
  } else {
    outbox_.ship(user, offer.to, letter_of(Line::dcc_connect, number));
  }
}

// ---- what was agreed on ----

/// `value` of the line: how many are to come, this one included.
void Dcc::write_line(core::PeerId user, const overlay::Letter& line) {
  const Offer& offer = offers_[line.subject];
  if (is_over(offer)) return;
  outbox_.send(user, user == offer.from ? offer.to : offer.from,
               letter_of(Line::dcc_chat_line, line.subject, line.value - 1));
}

void Dcc::read_line(core::Time now, core::PeerId user, const overlay::Letter& line) {
  if (line.value == 0) {
    ++figures_.chats_over;
  } else {
    outbox_.wake(user, core::later(now, chat_interval_), Alarm::chat_line, line.subject,
                 line.value);
  }
}

void Dcc::arrived(core::PeerId from, core::PeerId to, std::uint32_t number) {
  const std::uint64_t blocks = (offers_[number].bytes + block_bytes - 1) / block_bytes;
  constexpr std::uint64_t most = 1U << 29U;  // 4 bytes each
  outbox_.send(to, from,
               letter_of(Line::dcc_acknowledgements, number,
                         static_cast<std::uint32_t>(std::min(blocks, most))));
}

}  // namespace rippletank::protocols::irc
