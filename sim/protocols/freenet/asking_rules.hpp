// Asking rules: how requests, inserts and announcements find their way, one peer at a time.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>

#include "sim/measure/message_count.hpp"
#include "sim/protocols/freenet/data_rules.hpp"
#include "sim/protocols/freenet/endings.hpp"
#include "sim/protocols/freenet/state.hpp"

namespace rippletank::protocols::freenet {

/// A search in depth: each peer asks the one that it takes to be closest to the key; where that
/// leads nowhere it asks the next, until the hops to live are used up. An insert takes the same way
/// and ends where nobody is left to ask; an announcement goes to random peers.
///
/// Source:  Clarke, Sandberg, Wiley & Hong, Freenet (2000), sections 3.2 to 3.4; Freenet 0.5,
///          node/states/request/NewRequest.java and Pending.java. Departs: an insert whose way ends
///          early is stored there, and not sent back to look for a longer one.
class AskingRules {
 public:
  AskingRules(State& state, Endings& endings, DataRules& data)
      : state_(state), endings_(endings), data_(data) {}

  /// A request begins; what its origin has itself it need not ask for.
  template <class Talk>
  void start(Talk& talk, const Request& request) {
    const bool announces = request.kind == Kind::announcement;
    const std::uint32_t htl =
        announces ? state_.parameters.announce_htl_hops : state_.parameters.htl_hops;
    if (!announces) talk.limited(request.query, htl);
    const std::uint32_t id = endings_.begin(talk, request, htl);
    if (has_item(state_.requests[id], request.origin)) {
      data_.answer_with_data(talk, id, 0);
    } else {
      ask_next(talk, id, 0);
      set_alarm(talk, request.origin, id);
    }
    endings_.let_go(talk, id);
  }

  /// What goes down: a request, an insert or an announcement.
  template <class Talk>
  void on_asked(Talk& talk, core::PeerId to, core::PeerId from, const overlay::Letter& letter) {
    Request& request = state_.requests[letter.subject];
    const std::uint16_t htl = other_of(letter);
    if (!takes(talk, request, to, letter)) {
      return answer(talk, to, from, letter, rejected, htl);
    }
    StepState here;
    here.peer = to;
    here.stay = state_.stays.of(to);
    here.before = step_of(letter);
    here.came_with_htl = htl;
    here.htl = state_.lowered_htl(request, to, htl);
    here.hops = letter.hops;
    const auto step = static_cast<Step>(request.steps.size());
    request.steps.push_back(here);
    talk.reached(request.query, to, letter.hops);
    if (state_.parameters.accepts) answer(talk, to, from, letter, accepted, 0);
    take_up(talk, letter.subject, step);
    set_alarm(talk, to, letter.subject);
  }

  /// What comes back from the one that the peer of a step asks.
  template <class Talk>
  void on_answer(Talk& talk, core::PeerId from, const overlay::Letter& letter) {
    Request& request = state_.requests[letter.subject];
    const Step step = step_of(letter);
    StepState& here = request.steps[step];
    switch (static_cast<Type>(letter.type)) {
      case accepted:
        return wait_anew(talk, here);
      case restarted:
        wait_anew(talk, here);
        return tell_before(talk, letter.subject, here, restarted, 0);
      case rejected:
        here.htl = std::min(static_cast<std::uint16_t>(here.htl - 1), other_of(letter));
        return ask_next(talk, letter.subject, step);
      case data_not_found:
        here.failed_at = request.steps[request.asked_by(step, from)].failed_at;
        return give_up(talk, letter.subject, step);
      case insert_reply:
        return let_data_come(talk, letter.subject, here);
      case announcement_reply:
        return let_key_come(talk, letter.subject, step);
      case announcement_complete:
        return complete(talk, letter.subject, here);
      default:
        return data_.on_data(talk, from, letter);
    }
  }

  /// The key of a newcomer has come down to the peer of a step.
  template <class Talk>
  void on_key(Talk& talk, const overlay::Letter& letter) {
    const Request& request = state_.requests[letter.subject];
    const Step step = step_of(letter);
    state_.tables.refer(request.steps[step].peer, request.key, request.origin);
    pass_on_key(talk, letter.subject, step);
  }

  /// The one that a peer asks could not be connected to.
  template <class Talk>
  void on_unreachable(Talk& talk, core::PeerId to, core::PeerId from,
                      const overlay::Letter& letter) {
    const Request& request = state_.requests[letter.subject];
    if (talk.counts(request.query)) ++state_.counts.unreachable;
    if (state_.parameters.forgets_unreachable) state_.tables.forget(from, to);
    ask_next(talk, letter.subject, step_of(letter));
  }

  /// The alarm of a request rings: some of its steps may have waited for long enough.
  template <class Talk>
  void on_alarm(Talk& talk, core::PeerId peer, std::uint32_t id) {
    for (std::size_t step = 0; step < state_.requests[id].steps.size(); ++step) {
      const StepState& here = state_.requests[id].steps[step];
      if (waits(here) && here.patient_until <= talk.now()) {
        lose_patience(talk, id, static_cast<Step>(step));
      }
    }
    state_.requests[id].watched = false;
    set_alarm(talk, peer, id);
  }

 private:
  bool has_item(const Request& request, core::PeerId peer) const {
    return request.kind != Kind::announcement && request.item != core::no_item &&
           state_.stores.holds(peer, request.item);
  }

  /// Whether a peer takes a request that has come to it.
  template <class Talk>
  bool takes(Talk& talk, Request& request, core::PeerId peer, const overlay::Letter& letter) {
    const Step known = request.find(peer);
    if (known != no_step && request.steps[known].stay == state_.stays.of(peer)) {
      talk.duplicate(request.query, letter.hops);
      if (talk.counts(request.query)) ++state_.counts.loops;
      return false;
    }
    if (request.steps.size() == no_step || !state_.takes_request(talk.now(), peer)) {
      ++request.refused;
      if (talk.counts(request.query)) ++state_.counts.refused;
      return false;
    }
    return true;
  }

  /// The peer of a step has taken a request, and deals with it.
  template <class Talk>
  void take_up(Talk& talk, std::uint32_t id, Step step) {
    Request& request = state_.requests[id];
    const StepState& here = request.steps[step];
    if (has_item(request, here.peer)) return data_.answer_with_data(talk, id, step);
    const std::optional<core::Time> failed_at =
        request.kind == Kind::request
            ? state_.failed.failed_at(talk.now(), here.peer, request.key, here.came_with_htl)
            : std::nullopt;
    if (!failed_at) return ask_next(talk, id, step);
    if (talk.counts(request.query)) ++state_.counts.failed_keys;
    request.steps[step].failed_at = *failed_at;
    give_up(talk, id, step);
  }

  template <class Talk>
  void answer(Talk& talk, core::PeerId from, core::PeerId to, const overlay::Letter& asked,
              Type type, std::uint16_t other) {
    endings_.send(talk, from, to, letter(type, asked.subject, step_of(asked), other), asked.hops);
  }

  template <class Talk>
  void tell_before(Talk& talk, std::uint32_t id, const StepState& here, Type type,
                   std::uint16_t other) {
    if (here.before == no_step) return;
    const core::PeerId to = state_.requests[id].steps[here.before].peer;
    endings_.send(talk, here.peer, to, letter(type, id, here.before, other), here.hops);
  }

  // ---- the next peer to ask ----

  template <class Talk>
  void ask_next(Talk& talk, std::uint32_t id, Step step) {
    Request& request = state_.requests[id];
    StepState& here = request.steps[step];
    here.asking = core::no_peer;
    const core::PeerId next = here.htl == 0 ? core::no_peer : choice(request, step);
    if (next == core::no_peer) return turn_back(talk, id, step);
    if (here.turn > 0) {
      ++request.backtracks;
      if (state_.parameters.restarts) tell_before(talk, id, here, restarted, 0);
    }
    ++here.turn;
    ++request.asked;
    here.asking = next;
    request.note_tried(step, next);
    endings_.send(talk, here.peer, next, letter(type_of(request.kind), id, step, here.htl),
                  here.hops + 1U);
    const std::uint32_t hops = state_.parameters.accepts ? 1U : here.htl;
    here.patient_until = core::later(talk.now(), state_.patience(hops));
  }

  static Type type_of(Kind kind) {
    if (kind == Kind::request) return data_request;
    return kind == Kind::insert ? insert_request : announcement;
  }

  core::PeerId choice(const Request& request, Step step) const {
    constexpr core::Purpose purpose("freenet/announcement");
    const StepState& here = request.steps[step];
    const core::PeerId before =
        here.before == no_step ? core::no_peer : request.steps[here.before].peer;
    Key key = request.key;
    if (request.kind == Kind::announcement) {
      const std::uint64_t who = (std::uint64_t{request.serial} << 32U) | here.peer;
      key = core::Substream(state_.seed, purpose, who).next() + here.turn;
    }
    return state_.tables.closest(here.peer, key, [&](core::PeerId node) {
      return node != here.peer && node != before && !request.has_tried(step, node) &&
             (request.kind != Kind::announcement || node != request.origin);
    });
  }

  // ---- patience ----

  /// Whether the peer of a step waits for something, and is still there to do so.
  bool waits(const StepState& here) const {
    return here.phase != Phase::over && here.stay == state_.stays.of(here.peer);
  }

  /// One alarm serves all steps: it rings when the first of them may lose its patience, of those
  /// that wait now and of those that begin to before it rings.
  template <class Talk>
  void set_alarm(Talk& talk, core::PeerId peer, std::uint32_t id) {
    Request& request = state_.requests[id];
    if (request.watched || state_.patience(1) == core::never) return;
    core::Time next = core::later(talk.now(), state_.patience(1));
    bool anybody = false;
    for (const StepState& here : request.steps) {
      if (!waits(here)) continue;
      anybody = true;
      next = std::min(next, here.patient_until);
    }
    if (!anybody) return;
    request.watched = true;
    state_.requests.hold(id);  // also if the run ends before: it then is one that has not ended
    if (next > talk.horizon()) return;
    talk.wake(peer, next, alarm(Alarm::patience, id));
  }

  template <class Talk>
  void lose_patience(Talk& talk, std::uint32_t id, Step step) {
    Request& request = state_.requests[id];
    StepState& here = request.steps[step];
    if (talk.counts(request.query)) ++state_.counts.timeouts;
    ++request.silent;
    if (here.phase == Phase::asking && here.parts == 0) {
      --here.htl;
      return ask_next(talk, id, step);
    }
    const bool knows_no_source =
        here.phase == Phase::awaiting_source && request.kind != Kind::announcement;
    if (knows_no_source) return data_.go_without_source(talk, id, step);
    const bool were_cut = here.phase == Phase::asking;
    here.phase = Phase::over;
    if (here.before != no_step) return;
    endings_.end(talk, id, measure::RequestOutcome::lost, were_cut ? "data_cut" : "no_answer");
  }

  template <class Talk>
  void wait_anew(Talk& talk, StepState& here) const {
    here.patient_until = core::later(talk.now(), state_.patience(here.htl));
  }

  // ---- where nobody is asked any more ----

  /// The peer of a step has nobody left to ask, or may not.
  template <class Talk>
  void turn_back(Talk& talk, std::uint32_t id, Step step) {
    Request& request = state_.requests[id];
    StepState& here = request.steps[step];
    if (here.htl > 0 && talk.counts(request.query)) ++state_.counts.dead_ends;
    if (request.kind == Kind::insert) return let_data_come(talk, id, here);
    if (request.kind == Kind::announcement) return let_key_come(talk, id, step);
    if (here.htl == 0) {
      here.failed_at = talk.now();
      return give_up(talk, id, step);
    }
    here.phase = Phase::over;
    if (here.before != no_step) return tell_before(talk, id, here, rejected, here.htl);
    if (request.silent > 0) {
      endings_.end(talk, id, measure::RequestOutcome::lost, "no_answer");
    } else if (request.refused > 0) {
      endings_.end(talk, id, measure::RequestOutcome::lost, "refused");
    } else {
      endings_.end(talk, id, measure::RequestOutcome::not_found);
    }
  }

  /// The hops to live are used up, or were when the same was asked before.
  template <class Talk>
  void give_up(Talk& talk, std::uint32_t id, Step step) {
    const Request& request = state_.requests[id];
    StepState& here = state_.requests[id].steps[step];
    here.phase = Phase::over;
    state_.failed.note(here.failed_at, here.peer, request.key, here.came_with_htl);
    if (here.before != no_step) return tell_before(talk, id, here, data_not_found, 0);
    endings_.end(talk, id, measure::RequestOutcome::out_of_htl);
  }

  /// The way of an insert is complete from here on.
  template <class Talk>
  void let_data_come(Talk& talk, std::uint32_t id, StepState& here) {
    if (here.before == no_step) return data_.insert_data(talk, id);
    here.phase = Phase::awaiting_data;
    wait_anew(talk, here);
    tell_before(talk, id, here, insert_reply, 0);
  }

  // ---- announcements ----

  template <class Talk>
  void let_key_come(Talk& talk, std::uint32_t id, Step step) {
    StepState& here = state_.requests[id].steps[step];
    if (here.before == no_step) {
      if (here.asking != core::no_peer) return pass_on_key(talk, id, step);
      here.phase = Phase::over;
      return endings_.end(talk, id, measure::RequestOutcome::lost, "no_answer");
    }
    here.phase = Phase::awaiting_data;
    wait_anew(talk, here);
    tell_before(talk, id, here, announcement_reply, 0);
  }

  template <class Talk>
  void pass_on_key(Talk& talk, std::uint32_t id, Step step) {
    const Request& request = state_.requests[id];
    StepState& here = state_.requests[id].steps[step];
    if (here.asking == core::no_peer) {
      here.phase = Phase::over;
      return tell_before(talk, id, here, announcement_complete, 0);
    }
    here.phase = Phase::awaiting_source;
    wait_anew(talk, here);
    endings_.send(talk, here.peer, here.asking,
                  letter(announcement_execute, id, request.asked_by(step, here.asking), 0),
                  here.hops + 1U);
  }

  template <class Talk>
  void complete(Talk& talk, std::uint32_t id, StepState& here) {
    here.phase = Phase::over;
    if (here.before != no_step) return tell_before(talk, id, here, announcement_complete, 0);
    state_.requests[id].ended = true;
    state_.is_announced[here.peer] = true;
    if (state_.requests[id].counted) ++state_.counts.announced;
  }

  State& state_;
  Endings& endings_;
  DataRules& data_;
};

}  // namespace rippletank::protocols::freenet
