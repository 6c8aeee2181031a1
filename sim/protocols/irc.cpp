// Describes IRC, and deals what happens out among its parts.
#include "sim/protocols/irc.hpp"

namespace rippletank::protocols {
namespace {

using irc::Alarm;
using irc::Line;
using registry::between;
using registry::Field;

Field seconds(double least, const char* description) {
  return {.unit = "s", .range = between(least, core::longest_s), .description = description};
}

irc::NetworkSettings network_settings(const Irc::Parameters& parameters, std::uint64_t seed) {
  return {core::from_seconds(parameters.reconnect_s), core::from_seconds(parameters.ping_s), seed};
}

irc::ClientSettings client_settings(const Irc::Parameters& parameters, std::uint64_t seed) {
  return {core::from_seconds(parameters.login_spread_s),
          core::from_seconds(parameters.return_delay_s),
          core::from_seconds(parameters.return_spread_s),
          core::from_seconds(parameters.patience_s),
          core::from_seconds(parameters.ping_s),
          core::from_seconds(parameters.visit_s),
          parameters.namesakes,
          seed};
}

irc::FrontSettings front_settings(const Irc::Parameters& parameters, const overlay::SetUp& set_up) {
  return {
      {core::from_seconds(parameters.line_cost_s), core::from_seconds(parameters.line_credit_s)},
      core::from_seconds(parameters.ping_s),
      parameters.server.station(set_up),
      set_up.seed};
}

registry::Table<Irc::Parameters> times() {
  using Parameters = Irc::Parameters;
  return registry::Table<Parameters>{}
      .field("login_spread_s", &Parameters::login_spread_s,
             seconds(0, "Users log in at random moments from the start until then."))
      .field("return_delay_s", &Parameters::return_delay_s,
             seconds(0,
                     "How long a user waits at least whose connection is over, before it turns "
                     "to the next server that it knows."))
      .field("return_spread_s", &Parameters::return_spread_s,
             seconds(0, "How much longer at most; how much is drawn each time."))
      .field("patience_s", &Parameters::patience_s,
             seconds(0.001,
                     "How long a user waits for the answer of a server to its "
                     "registration."))
      .field("reconnect_s", &Parameters::reconnect_s,
             seconds(1,
                     "How long a server waits at least before it tries again to link to "
                     "another that it cannot reach; it waits up to half as much longer, so "
                     "that not all try at one moment."))
      .field("ping_s", &Parameters::ping_s,
             seconds(0.1,
                     "How often a server looks for servers and users of which it has heard nothing "
                     "meanwhile, and pings them; a user who hears nothing for three times as "
                     "long takes its server for gone. Without `horizon_s` nobody pings, as the "
                     "run would never end."))
      .field("visit_s", &Parameters::visit_s,
             seconds(0,
                     "How long a user stays after its last line in a channel that it has "
                     "joined only to say it."));
}

}  // namespace

registry::Entry Irc::entry() {
  registry::Entry entry = registry::describe<Parameters>(
      "irc",
      "Users talk in channels over a tree of servers, which splits and grows together again; "
      "files and chats pass the servers by.",
      "RFC 1459 (1993), RFC 2810, 2812 and 2813 (2000); The Client-To-Client Protocol, Zeuge, "
      "Rollo & Mesander (1994). Without modes, operators, topics and services",
      times()
          .field("namesakes", &Parameters::namesakes,
                 {.unit = "ratio",
                  .range = between(0, 1),
                  .description = "Share of users who want the nick of another one."})
          .field("line_cost_s", &Parameters::line_cost_s,
                 seconds(0,
                         "How much of its credit each line costs a user; 0: nobody is held up. "
                         "Lines wait in the server."))
          .field("line_credit_s", &Parameters::line_credit_s,
                 seconds(0, "How much of it a user has who has said nothing for a while."))
          .field("lengths", &Parameters::lengths,
                 {.description = "How long what stands in the lines is, from which the size of "
                                 "each line follows."})
          .field("dcc", &Parameters::dcc,
                 {.description = "What users send one another past the servers."})
          .field("server", &Parameters::server,
                 {.description = "What each server can do at a time. Each line of a user is a "
                                 "request; a user for whose line there is no place is "
                                 "disconnected."})
          .check([](const Parameters& parameters, registry::Reader& reader) {
            if (parameters.line_credit_s >= parameters.line_cost_s) return;
            reader.error_at("line_credit_s",
                            "expected at least line_cost_s, as otherwise no line "
                            "would ever be read");
          }),
      {{"login_spread_s", 1}, {"reconnect_s", 60}, {"server", {{"service_ms", 1}}}});
  entry.endless = [](const void* parameters) {
    const irc::DccParameters& dcc = static_cast<const Parameters*>(parameters)->dcc;
    return dcc.send_rate_per_min > 0   ? "send_rate_per_min"
           : dcc.chat_rate_per_min > 0 ? "chat_rate_per_min"
                                       : "";
  };
  return entry;
}

Irc::Irc(const Parameters& parameters, const overlay::SetUp& set_up)
    : servers_(set_up.connections, set_up.servers),
      lines_(parameters.lengths),
      channels_(set_up.content),
      network_(network_settings(parameters, set_up.seed), set_up.connections, servers_,
               set_up.firewalls, sessions_, lines_, outbox_),
      clients_(client_settings(parameters, set_up.seed), servers_, channels_,
               set_up.connections.peers(), lines_, outbox_),
      dcc_(parameters.dcc, set_up.seed, servers_, set_up.connections.peers(), sessions_, clients_,
           network_, outbox_),
      front_(
          front_settings(parameters, set_up), servers_, channels_, set_up.connections.peers(),
          sessions_, network_, [this](std::uint32_t offer) { return dcc_.offer(offer).target; },
          outbox_),
      readers_(set_up.connections.peers()) {}

std::vector<measure::Figure> Irc::figures() const {
  const irc::NetworkFigures& network = network_.figures();
  return {
      {"users_registered", "", "Users that are registered at a server at the end.",
       sessions_.open_sessions()},
      {"splits", "", "Links between servers that broke off, in the whole run.", network.splits},
      {"merges", "", "Links between servers that came to work, those of the start included.",
       network.merges},
      {"links_refused", "",
       "Links closed because they would have closed a cycle, in the whole run.", network.cycles},
      {"readings_missed", "",
       "Members of a channel who did not read a line because the network was split when it was "
       "said, summed over the lines of the whole run.",
       network.missed},
      {"nicks_in_use", "",
       "How often a user wanted a nick that somebody else had, in the whole run.",
       front_.figures().nicks_in_use},
      {"nick_collisions", "",
       "Nicks that two users turned out to have, and that both lost, in the whole run.",
       network.collisions},
      {"users_disconnected", "",
       "How often a server disconnected a user for want of a place for a line, in the whole run.",
       front_.figures().closed_for_places},
      {"dcc_offers", "", "Files and chats that users offered, in the whole run.",
       dcc_.figures().offers},
      {"dcc_offers_lost", "", "Offers to somebody whom a server on the way did not know any more.",
       network.offers_lost},
      {"dcc_without_partner", "",
       "Offers not made as the user saw nobody else in its channels, in the whole run.",
       dcc_.figures().without_partner},
      {"dcc_chats", "", "Chats that two users began, in the whole run.",
       dcc_.figures().chats_begun},
      {"dcc_chats_completed", "", "Of these, the ones of which all lines were read.",
       dcc_.figures().chats_over},
      {"dcc_blocked", "",
       "Offers that came to nothing, as a firewall kept the other from connecting.",
       dcc_.figures().blocked},
  };
}

void Irc::start(bool has_horizon) {
  network_.start(0, has_horizon);
  front_.start(0, has_horizon);
  clients_.start(has_horizon);
  dcc_.start();
}

void Irc::say(core::Time now, const overlay::Query& query, overlay::QueryNumber number) {
  if (servers_.is_server(query.origin)) {
    network_.say(servers_.index(query.origin), core::no_peer, query.item.value_or(0), number);
  } else {
    clients_.say(now, query.origin, number, query.item);
  }
}

void Irc::read(core::Time now, core::PeerId to, core::PeerId from, const overlay::Letter& letter) {
  if (!servers_.is_server(to)) return read_as_user(now, to, from, letter);
  const irc::ServerIndex at = servers_.index(to);
  if (!servers_.is_server(from)) return front_.read(now, at, from, letter);
  const Line line = irc::line_of(letter);
  if (line != Line::send_offer_relayed && line != Line::chat_offer_relayed) {
    return network_.read(now, at, from, letter);
  }
  network_.pass_offer(at, letter, dcc_.offer(letter.subject).target);
}

void Irc::read_as_user(core::Time now, core::PeerId user, core::PeerId from,
                       const overlay::Letter& letter) {
  switch (irc::line_of(letter)) {
    case Line::dcc_connect:
      return dcc_.begin(user, letter.subject);
    case Line::dcc_chat_line:
      return dcc_.read_line(now, user, letter);
    case Line::dcc_acknowledgements:
      return;
    case Line::send_offer_to_client:
    case Line::chat_offer_to_client:
      clients_.read(now, user, from, letter);
      if (clients_.is_in(user) && clients_.server_of(user) == from) {
        dcc_.accept(user, letter.subject);
      }
      return;
    default:
      return clients_.read(now, user, from, letter);
  }
}

void Irc::notice_loss(core::Time now, core::PeerId to, core::PeerId from,
                      const overlay::Letter& letter, measure::DropReason reason) {
  if (servers_.is_server(from) && servers_.is_server(to)) {
    network_.lost(now, servers_.index(from), to, letter);
  } else if (servers_.is_server(from)) {
    front_.lost(servers_.index(from), to);
  } else if (servers_.is_server(to)) {
    clients_.lost(now, from, to);
  } else if (irc::line_of(letter) == irc::Line::dcc_connect) {
    dcc_.not_connected(from, letter.subject, reason);
  }
}

void Irc::ring(core::Time now, core::PeerId peer, const overlay::Letter& letter) {
  const bool is_server = servers_.is_server(peer);
  switch (static_cast<Alarm>(letter.type)) {
    case Alarm::connect:
      return clients_.connect_again(now, peer, letter.value);
    case Alarm::patience:
      return clients_.lose_patience(now, peer, letter.value);
    case Alarm::check:
      return is_server ? front_.check(now, servers_.index(peer), letter.value)
                       : clients_.check(now, peer, letter.value);
    case Alarm::part:
      return clients_.end_visit(now, peer, letter.subject);
    case Alarm::read_on:
      return front_.read_on(now, servers_.index(peer), letter.subject);
    case Alarm::served:
      return front_.served(now, servers_.index(peer), letter.subject);
    case Alarm::reconnect:
      return network_.reconnect(now, servers_.index(peer), letter);
    case Alarm::send_file:
      return dcc_.offer_file(now, peer, letter.value);
    case Alarm::chat:
      return dcc_.offer_chat(now, peer, letter.value);
    case Alarm::chat_line:
      return dcc_.write_line(peer, letter);
  }
}

void Irc::switch_on(core::Time now, core::PeerId peer) {
  if (servers_.is_server(peer)) {
    front_.switch_on(now, servers_.index(peer));
  } else {
    clients_.switch_on(now, peer);
    dcc_.switch_on(now, peer);
  }
}

void Irc::switch_off(core::Time now, core::PeerId peer, bool announced) {
  dcc_.switch_off(peer);
  if (servers_.is_server(peer)) {
    front_.switch_off(now, servers_.index(peer), announced);
  } else {
    clients_.switch_off(peer, announced);
  }
}

}  // namespace rippletank::protocols
