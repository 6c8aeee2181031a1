// Data rules: how data, and word of who their source is, pass from peer to peer.
#pragma once

#include <cstdint>

#include "sim/protocols/freenet/endings.hpp"
#include "sim/protocols/freenet/state.hpp"

namespace rippletank::protocols::freenet {

/// Data come back along the way of a request, or go down that of an insert. Peers keep them, and
/// refer to their source.
///
/// Source:  Clarke, Sandberg, Wiley & Hong, Freenet (2000), sections 3.2 and 3.3; Freenet 0.5,
///          node/states/request/Pending.java and node/states/data.
class DataRules {
 public:
  DataRules(State& state, Endings& endings) : state_(state), endings_(endings) {}

  /// The peer of a step has the item that a request or an insert is for.
  template <class Talk>
  void answer_with_data(Talk& talk, std::uint32_t id, Step step) {
    Request& request = state_.requests[id];
    StepState& here = request.steps[step];
    state_.stores.use(here.peer, request.item);
    name_itself(talk, request, here);
    here.phase = Phase::over;
    if (here.before == no_step) return end_with_data(talk, id);
    const core::PeerId to = request.steps[here.before].peer;
    send_all(talk, here.peer, to, id, here.before, {data_reply, data_part}, here.hops);
    if (state_.parameters.store_data) {
      endings_.send(talk, here.peer, to, letter(store_data, id, here.before, 0), here.hops);
    }
  }

  /// A part of the data has come back to the peer of a step.
  template <class Talk>
  void on_data(Talk& talk, core::PeerId from, const overlay::Letter& part) {
    Request& request = state_.requests[part.subject];
    StepState& here = request.steps[step_of(part)];
    ++here.parts;
    here.patient_until = core::later(talk.now(), state_.patience(here.htl));
    if (here.before != no_step) {
      const StepState& before = request.steps[here.before];
      const auto type = static_cast<Type>(part.type);
      endings_.send(talk, here.peer, before.peer,
                    letter(type, part.subject, here.before, other_of(part)), part.hops);
    }
    if (here.parts < state_.parts_of(request).count()) return;
    if (state_.parameters.store_data) {
      here.phase = Phase::awaiting_source;
    } else {
      settle(talk, request, here, request.steps[request.asked_by(step_of(part), from)]);
      here.phase = Phase::over;
    }
    if (here.before == no_step) end_with_data(talk, part.subject);
  }

  /// Nobody on the way has the item, so its data go down that way.
  template <class Talk>
  void insert_data(Talk& talk, std::uint32_t id) {
    Request& request = state_.requests[id];
    StepState& origin = request.steps.front();
    const bool goes_on = origin.asking != core::no_peer;
    if (!state_.parameters.store_data || !goes_on) {
      name_itself(talk, request, origin);
      state_.keep(talk.now(), request, origin.peer, 0, counts(talk, request));
      origin.phase = Phase::over;
    } else {
      origin.phase = Phase::awaiting_source;
      const core::Time patience = state_.patience(origin.htl);
      const core::Time twice = core::later(patience, patience);
      origin.patient_until = core::later(talk.now(), twice);
    }
    if (goes_on) {
      send_all(talk, origin.peer, origin.asking, id, request.asked_by(0, origin.asking),
               {data_insert, insert_part}, 1);
    }
    if (origin.phase == Phase::over) {
      endings_.end(talk, id, measure::RequestOutcome::stored);
    }
  }

  /// A part of the data of an insert has come down to the peer of a step.
  template <class Talk>
  void on_inserted_data(Talk& talk, const overlay::Letter& part) {
    Request& request = state_.requests[part.subject];
    StepState& here = request.steps[step_of(part)];
    const bool goes_on = here.asking != core::no_peer;
    ++here.parts;
    here.patient_until = core::later(talk.now(), state_.patience(here.htl));
    if (goes_on) {
      endings_.send(talk, here.peer, here.asking,
                    letter(static_cast<Type>(part.type), part.subject,
                           request.asked_by(step_of(part), here.asking), other_of(part)),
                    here.hops + 1U);
    }
    if (here.parts < state_.parts_of(request).count()) return;
    if (!state_.parameters.store_data) {
      settle(talk, request, here, request.steps[here.before]);
      here.phase = Phase::over;
    } else if (goes_on) {
      here.phase = Phase::awaiting_source;
    } else {
      name_itself(talk, request, here);
      state_.keep(talk.now(), request, here.peer, 0, counts(talk, request));
      pass_on_source(talk, part.subject, here);
    }
  }

  /// Word of the source of data has come back to the peer of a step.
  template <class Talk>
  void on_source(Talk& talk, core::PeerId from, const overlay::Letter& word) {
    Request& request = state_.requests[word.subject];
    const Step step = step_of(word);
    settle(talk, request, request.steps[step], request.steps[request.asked_by(step, from)]);
    conclude(talk, word.subject, step);
  }

  /// No word of the source has come in time: the peer of a step keeps the data all the same, and
  /// names itself.
  template <class Talk>
  void go_without_source(Talk& talk, std::uint32_t id, Step step) {
    settle(talk, state_.requests[id], state_.requests[id].steps[step], {});
    conclude(talk, id, step);
  }

 private:
  /// The types of the first part of data and of all others.
  struct PartTypes {
    Type first;
    Type other;
  };

  template <class Talk>
  static bool counts(Talk& talk, const Request& request) {
    return talk.counts(request.query);
  }

  template <class Talk>
  void end_with_data(Talk& talk, std::uint32_t id) {
    const bool asked_for_it = state_.requests[id].kind == Kind::request;
    endings_.end(
        talk, id,
        asked_for_it ? measure::RequestOutcome::found : measure::RequestOutcome::collision);
  }

  template <class Talk>
  void send_all(Talk& talk, core::PeerId from, core::PeerId to, std::uint32_t id, Step step,
                PartTypes types, std::uint32_t hops) {
    const std::uint32_t count = state_.parts_of(state_.requests[id]).count();
    for (std::uint32_t part = 0; part < count; ++part) {
      endings_.send(talk, from, to, letter(part == 0 ? types.first : types.other, id, step, part),
                    hops);
    }
  }

  template <class Talk>
  void name_itself(Talk& talk, const Request& request, StepState& here) {
    state_.pass_source(request, here, core::no_peer, 0, counts(talk, request));
  }

  /// A peer has the data and has heard of their source from the one that it got that from.
  template <class Talk>
  void settle(Talk& talk, Request& request, StepState& here, const StepState& told_by) {
    const auto [source, hops] = std::pair(told_by.source, told_by.source_hops);
    state_.learn_source(request, here.peer, source, hops);
    state_.keep(talk.now(), request, here.peer, hops, counts(talk, request));
    state_.pass_source(request, here, source, hops, counts(talk, request));
  }

  /// The peer of a step has the data and knows what there is to know of their source.
  template <class Talk>
  void conclude(Talk& talk, std::uint32_t id, Step step) {
    StepState& here = state_.requests[id].steps[step];
    if (here.before != no_step) return pass_on_source(talk, id, here);
    here.phase = Phase::over;
    if (state_.requests[id].kind == Kind::insert) {
      endings_.end(talk, id, measure::RequestOutcome::stored);
    }
  }

  template <class Talk>
  void pass_on_source(Talk& talk, std::uint32_t id, StepState& here) {
    here.phase = Phase::over;
    const core::PeerId to = state_.requests[id].steps[here.before].peer;
    endings_.send(talk, here.peer, to, letter(store_data, id, here.before, 0), here.hops);
  }

  State& state_;
  Endings& endings_;
};

}  // namespace rippletank::protocols::freenet
