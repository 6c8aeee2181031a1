// setiathome: volunteers fetch units from a project's server, compute them, and return results.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "sim/core/check.hpp"
#include "sim/overlay/correspondence.hpp"
#include "sim/overlay/protocol.hpp"
#include "sim/overlay/servers.hpp"
#include "sim/overlay/station.hpp"
#include "sim/protocols/parts/server_parameters.hpp"
#include "sim/protocols/parts/stations.hpp"
#include "sim/protocols/setiathome/project.hpp"
#include "sim/protocols/setiathome/volunteer.hpp"
#include "sim/registry/quantity.hpp"

namespace rippletank::protocols {

/// Centralized computing as SETI@home and BOINC do it. Peers that are no servers are volunteers.
///
/// A volunteer does one thing at a time over the network: it returns a result, fetches the data of
/// a unit, or asks for work. For each it sends a request, and what is large follows as a flow. One
/// that goes offline with a word goes on computing; one that goes without has been switched off.
/// All servers are of one project, which loses nothing when they fail.
///
/// Random:  substreams "setiathome/join" and "setiathome/speed" of the peer, one number each;
///          "setiathome/backoff" of the peer and the number of the wait; "setiathome/error" of the
///          unit and the host; those of Project and Station.
/// Source:  Anderson et al., SETI@home, Communications of the ACM 45(11), 2002; BOINC wiki,
///          WorkDistribution and JobReplication; back-off as BOINC's client_state.h states it:
///          random in [minimum, min(e^n, maximum)) s after n failures. Departs: one connection of
///          a volunteer at a time; late results are not used.
class SetiAtHome {
 public:
  static constexpr bool carries = true;
  static constexpr bool has_servers = true;
  static constexpr bool takes_queries = false;

  struct Parameters {
    std::optional<std::uint32_t> units;
    std::uint64_t unit_bytes = 350'000;
    std::uint64_t result_bytes = 10'000;
    std::uint32_t request_bytes = 1'000;
    std::uint32_t reply_bytes = 1'000;
    core::Distribution compute_h{core::Constant{16}};
    core::Distribution speed{core::Constant{1}};
    double unit_flop = 3.1e12;
    double deadline_h = 336;
    std::uint32_t replication = 2;
    std::uint32_t quorum = 2;
    std::uint32_t copies_max = 10;
    double error_rate = 0;
    double low_water_h = 2.4;
    double high_water_h = 14.4;
    double checkpoint_s = 60;
    double backoff_min_s = 60;
    double backoff_max_s = 14'400;
    double patience_s = 300;
    double join_spread_s = 3'600;
    ServerParameters server;
  };

  static registry::Entry entry();

  static std::vector<std::string> roles() { return {"server", "client"}; }
  static std::vector<std::string> message_types() {
    return {"work_request",   "work_reply",   "unit_request", "unit_reply",
            "result_request", "result_reply", "busy"};
  }

  SetiAtHome(const Parameters& parameters, const overlay::SetUp& set_up);

  measure::MessageSize size(const overlay::Letter& letter) const;
  const char* role(core::PeerId peer) const {
    return servers_.is_server(peer) ? "server" : "client";
  }

  template <class Talk>
  void on_start(Talk& talk) {
    for (core::PeerId peer = 0; peer < clients_.size(); ++peer) {
      if (servers_.is_server(peer)) continue;
      if (!talk.is_online(peer)) clients_[peer].work.switch_off(talk.now());
      look_at(talk, peer, clients_[peer].contact_from);
    }
  }

  template <class Talk>
  void on_letter(Talk& talk, core::PeerId to, core::PeerId from, const overlay::Letter& letter) {
    if (!servers_.is_server(to)) return read(talk, to, from, letter);
    if (stations_.arrive(talk, to, {from, letter})) return;
    talk.send(to, from, letter_of(busy, no_copy, letter.value));
  }

  template <class Talk>
  void on_lost(Talk& talk, core::PeerId, core::PeerId from, const overlay::Letter& letter) {
    if (!servers_.is_server(from) && is_current(from, letter)) fail(talk, from);
  }

  static bool opens(core::PeerId, core::PeerId, const overlay::Letter& letter) {
    return letter.type == work_request || letter.type == unit_request ||
           letter.type == result_request;
  }

  template <class Talk>
  void on_timer(Talk& talk, core::PeerId peer, const overlay::Letter& letter) {
    switch (static_cast<Alarm>(letter.type)) {
      case Alarm::served:
        return end_service(talk, peer, letter.subject);
      case Alarm::look:
        if (clients_[peer].look != talk.now()) return;  // another was set for an earlier moment
        clients_[peer].look = core::never;
        return act(talk, peer);
      case Alarm::no_answer:
        if (clients_[peer].step == Step::asking && is_current(peer, letter)) fail(talk, peer);
        return;
    }
  }

  template <class Talk>
  void on_online(Talk& talk, core::PeerId peer) {
    if (servers_.is_server(peer)) return;
    Client& client = clients_[peer];
    client.work.switch_on(talk.now());
    client.look = core::never;  // timers have passed it by
    client.contact_from = talk.now();
    client.failures = 0;
    client.tried = 0;
    act(talk, peer);
  }

  template <class Talk>
  void on_offline(Talk& talk, core::PeerId peer, bool announced) {
    if (servers_.is_server(peer)) return stations_.fail(talk.now(), peer);
    if (!announced) clients_[peer].work.switch_off(talk.now());
    end_step(clients_[peer]);
  }

  template <class Talk>
  void on_carried(Talk& talk, core::PeerId from, core::PeerId to, const overlay::Letter& letter) {
    if (letter.type == unit_reply) {
      if (!is_current(to, letter)) return;  // it had given up waiting
      clients_[to].work.take(talk.now());
      succeed(talk, to);
    } else {
      RIPPLETANK_CHECK(is_current(from, letter), "a volunteer knows what it sends");
      project_.take_result(talk.now(), letter.subject, is_right(letter.subject));
      clients_[from].work.forget_result();
      succeed(talk, from);
    }
  }

  template <class Talk>
  void on_cut(Talk& talk, core::PeerId from, core::PeerId to, const overlay::Letter& letter,
              std::uint64_t) {
    const core::PeerId client = letter.type == unit_reply ? to : from;
    if (is_current(client, letter)) fail(talk, client);
  }

  template <class Talk>
  void on_end(Talk& talk) {
    stations_.on_end(talk);
    talk.measures().figures = figures(talk.end());
  }

 private:
  enum Type : std::uint8_t {
    work_request,
    work_reply,
    unit_request,
    unit_reply,
    result_request,
    result_reply,
    busy
  };
  enum class Alarm : std::uint8_t { served, look, no_answer };
  enum class Step : std::uint8_t { free, asking, receiving, sending };

  /// In a work_reply, instead of the first copy: there will never be work again.
  static constexpr std::uint32_t all_done = no_copy - 1;

  struct Client {
    Volunteer work;
    double speed = 1;
    Step step = Step::free;
    bool dismissed = false;         ///< there will never be work again
    std::uint32_t operation = 0;    ///< number of what it does, or last did, over the network
    std::uint32_t choice = 0;       ///< position among the servers that it may use
    std::uint32_t tried = 0;        ///< servers that failed, one after the other
    std::uint32_t failures = 0;     ///< since something worked: rounds in which all servers failed
    std::uint32_t refusals = 0;     ///< since it got work: requests to which it got none
    std::uint32_t waits = 0;        ///< for which it has drawn a length
    core::Time contact_from = 0;    ///< it does not try anything before
    core::Time work_from = 0;       ///< it does not ask for work before
    core::Time look = core::never;  ///< when it looks next at what is to be done
  };

  static overlay::Letter letter_of(Type type, std::uint32_t subject, std::uint32_t operation) {
    overlay::Letter letter;
    letter.type = type;
    letter.subject = subject;
    letter.value = operation;
    return letter;
  }
  static overlay::Letter timer(Alarm alarm) {
    overlay::Letter letter;
    letter.type = static_cast<std::uint8_t>(alarm);
    return letter;
  }

  // ---- volunteers ----

  /// Whether a letter, a flow or an alarm belongs to what the client does now.
  bool is_current(core::PeerId peer, const overlay::Letter& letter) const {
    return clients_[peer].step != Step::free && clients_[peer].operation == letter.value;
  }

  static void end_step(Client& client) {
    client.step = Step::free;
    ++client.operation;
  }

  /// Looks for something to do over the network, or when there will be.
  template <class Talk>
  void act(Talk& talk, core::PeerId peer) {
    Client& client = clients_[peer];
    client.work.advance(talk.now());
    if (client.step != Step::free || !talk.is_online(peer)) return;
    if (talk.now() < client.contact_from) return look_at(talk, peer, client.contact_from);
    if (const auto result = client.work.to_return()) {
      return ask(talk, peer, result_request, *result);
    }
    if (const auto unit = client.work.to_fetch()) return ask(talk, peer, unit_request, *unit);
    const core::Time above_low = client.work.queued() - low_water_;
    if (!client.dismissed && above_low <= 0 && client.work_from <= talk.now()) {
      return ask(talk, peer, work_request, wanted_s(client));
    }
    core::Time next = core::never;
    if (const auto left = client.work.left_of_unit()) next = core::later(talk.now(), *left);
    if (!client.dismissed) {
      const core::Time asks = core::later(talk.now(), std::max<core::Time>(0, above_low));
      next = std::min(next, std::max(asks, client.work_from));
    }
    if (next != core::never) look_at(talk, peer, next);
  }

  /// The earliest of several looks counts: it plans the others anew.
  template <class Talk>
  void look_at(Talk& talk, core::PeerId peer, core::Time time) {
    if (time >= clients_[peer].look) return;
    clients_[peer].look = time;
    talk.wake(peer, time, timer(Alarm::look));
  }

  template <class Talk>
  void ask(Talk& talk, core::PeerId peer, Type type, std::uint32_t subject) {
    Client& client = clients_[peer];
    client.step = Step::asking;
    overlay::Letter alarm = timer(Alarm::no_answer);
    alarm.value = client.operation;
    talk.wake(peer, core::later(talk.now(), patience_), alarm);
    talk.send(peer, servers_.choice(peer, client.choice),
              letter_of(type, subject, client.operation));
  }

  template <class Talk>
  void read(Talk& talk, core::PeerId peer, core::PeerId server, const overlay::Letter& letter) {
    if (!is_current(peer, letter)) return;  // it had given up waiting
    Client& client = clients_[peer];
    if (letter.type == busy) return fail(talk, peer);
    if (letter.type == unit_reply) {
      client.step = Step::receiving;
    } else if (letter.type == work_reply) {
      take_work(talk.now(), peer, letter.subject);
      succeed(talk, peer);
    } else if (talk.is_online(server)) {
      client.step = Step::sending;
      talk.carry(peer, server, {result_bytes_, {}, "result"}, letter);
    } else {
      fail(talk, peer);
    }
  }

  void take_work(core::Time now, core::PeerId peer, std::uint32_t first) {
    Client& client = clients_[peer];
    if (first == all_done) {
      client.dismissed = true;
    } else if (first == no_copy) {
      client.work_from = core::later(now, back_off(peer, ++client.refusals));
    } else {
      client.refusals = 0;
      for (CopyId copy = first; copy < project_.batch_end(first); ++copy) {
        client.work.promise(now, copy, project_.computing(copy));
      }
    }
  }

  template <class Talk>
  void succeed(Talk& talk, core::PeerId peer) {
    Client& client = clients_[peer];
    client.failures = 0;
    client.tried = 0;
    end_step(client);
    act(talk, peer);
  }

  /// Tries the next server, or waits when all have failed.
  template <class Talk>
  void fail(Talk& talk, core::PeerId peer) {
    Client& client = clients_[peer];
    const std::uint32_t choices = servers_.choices(peer);
    client.choice = (client.choice + 1) % choices;
    if (talk.counts(overlay::no_query)) ++failed_attempts_;
    if (++client.tried >= choices) {
      client.tried = 0;
      client.contact_from = core::later(talk.now(), back_off(peer, ++client.failures));
    }
    end_step(client);
    act(talk, peer);
  }

  /// How long a volunteer waits after so many failures in a row.
  core::Time back_off(core::PeerId peer, std::uint32_t failures);
  /// The work that fills its queue up to the high mark.
  std::uint32_t wanted_s(const Client& client) const;
  bool is_right(CopyId copy) const;

  // ---- servers ----

  template <class Talk>
  void end_service(Talk& talk, core::PeerId server, overlay::Station::JobId job) {
    const auto request = stations_.finish(talk, server, job);
    if (!request || !is_current(request->from, request->letter)) return;  // the other has hung up
    serve(talk, server, request->from, request->letter);
  }

  template <class Talk>
  void serve(Talk& talk, core::PeerId server, core::PeerId client, const overlay::Letter& letter) {
    const std::uint32_t operation = letter.value;
    if (letter.type == work_request) {
      const std::uint32_t first = find_work(talk.now(), client, letter.subject);
      talk.send(server, client, letter_of(work_reply, first, operation));
    } else if (letter.type == unit_request) {
      const overlay::Letter reply = letter_of(unit_reply, letter.subject, operation);
      talk.send(server, client, reply);
      if (talk.is_online(client)) talk.carry(server, client, {unit_bytes_, {}, "unit"}, reply);
    } else {
      talk.send(server, client, letter_of(result_reply, letter.subject, operation));
    }
  }

  /// The first copy for a client that asks for so much work, or what else a work_reply says.
  std::uint32_t find_work(core::Time now, core::PeerId client, std::uint32_t wanted_s);

  /// From the end of the warm-up to that of the run.
  double counted_s(core::Time end) const;
  std::vector<measure::Figure> unit_figures(core::Time end);
  std::vector<measure::Figure> result_figures() const;
  std::vector<measure::Figure> computing_figures(core::Time end);
  std::vector<measure::Figure> figures(core::Time end);

  Parameters parameters_;
  std::uint64_t seed_;
  core::Time warm_up_;
  core::Time low_water_;
  core::Time high_water_;
  core::Time patience_;
  std::uint64_t unit_bytes_;
  std::uint64_t result_bytes_;
  overlay::Servers servers_;
  Stations stations_;
  std::vector<Client> clients_;  ///< [peer]
  Project project_;
  std::uint64_t failed_attempts_ = 0;
};

RIPPLETANK_PROTOCOL(setiathome, overlay::Correspondence<SetiAtHome>)

}  // namespace rippletank::protocols
