// Endings: how requests begin and end, and what is noted about them.
#pragma once

#include <cstdint>
#include <utility>

#include "sim/measure/download_record.hpp"
#include "sim/measure/request_record.hpp"
#include "sim/protocols/freenet/state.hpp"

namespace rippletank::protocols::freenet {

/// Every request ends once for its origin, and its record says how. It stays open until nothing
/// names it any more, so that what still travels of it is understood.
class Endings {
 public:
  explicit Endings(State& state) : state_(state) {}

  /// A request begins at its origin, which is its first step. It is held once.
  template <class Talk>
  std::uint32_t begin(Talk& talk, Request request, std::uint32_t htl) {
    request.start = talk.now();
    if (request.kind != Kind::announcement && talk.counts(request.query)) {
      request.record = talk.measures().requests.size();
      talk.measures().requests.push_back(record_of(talk, request));
    }
    const std::uint32_t id = state_.requests.open(std::move(request));
    Request& opened = state_.requests[id];
    StepState first;
    first.peer = opened.origin;
    first.stay = state_.stays.of(opened.origin);
    first.came_with_htl = first.htl = static_cast<std::uint16_t>(htl);
    opened.steps.push_back(first);
    return id;
  }

  /// Its origin knows how it has ended.
  template <class Talk>
  void end(Talk& talk, std::uint32_t id, measure::RequestOutcome outcome, const char* reason = "") {
    using measure::RequestOutcome;
    Request& request = state_.requests[id];
    if (request.ended) return;
    request.ended = true;
    if (outcome == RequestOutcome::stored && state_.stores.copies(request.item) == 0) {
      outcome = RequestOutcome::lost;
      reason = "not_kept";
    }
    const bool has_come = outcome == RequestOutcome::found || outcome == RequestOutcome::collision;
    if (has_come || outcome == RequestOutcome::stored) publish(request.item);
    const StepState& end = request.end_of_way();
    if (outcome == RequestOutcome::found) note_found(talk, request, end);
    if (request.kind == Kind::announcement) {
      state_.unannounced.push_back({request.origin, request.attempt + 1});
    }
    if (!request.record) return;
    measure::RequestRecord& record = talk.measures().requests[*request.record];
    record.outcome = outcome;
    record.reason = reason;
    record.duration = talk.now() - request.start;
    if (has_come || outcome == RequestOutcome::stored) record.path_hops = end.hops;
  }

  template <class Talk>
  void send(Talk& talk, core::PeerId from, core::PeerId to, overlay::Letter letter,
            std::uint32_t hops) {
    const Request& request = state_.requests[letter.subject];
    letter.query = request.query;
    letter.hops = static_cast<std::uint16_t>(hops);
    state_.requests.hold(letter.subject);
    talk.send(from, to, letter);
  }

  /// A letter or an alarm that names it is dealt with.
  template <class Talk>
  void let_go(Talk& talk, std::uint32_t id) {
    let_go(talk.measures(), id);
  }
  void let_go(overlay::Measures& measures, std::uint32_t id) {
    if (!state_.requests.let_go(id)) return;
    note_totals(measures, state_.requests[id], "no_answer");
    state_.requests.close(id);
  }

  /// An item is known to be there.
  void publish(core::ItemId item) {
    if (state_.is_published[item]) return;
    state_.is_published[item] = true;
    state_.published.push_back(item);
  }

  /// The run is over: those that have not ended will not.
  void note_unfinished(overlay::Measures& measures) const {
    state_.requests.for_each(
        [&](const Request& request) { note_totals(measures, request, "unfinished"); });
  }

 private:
  template <class Talk>
  static measure::RequestRecord record_of(Talk& talk, const Request& request) {
    measure::RequestRecord record;
    if (request.kind == Kind::insert) record.kind = "insert";
    if (const measure::QueryRecord* query = talk.record(request.query)) {
      record.query = query->id;
    }
    if (request.item != core::no_item) record.item = request.item;
    record.origin = request.origin;
    record.start = talk.now();
    return record;
  }

  template <class Talk>
  void note_found(Talk& talk, const Request& request, const StepState& holder) {
    talk.answered(request.query, 1, holder.hops);
    talk.download_begun(request.query);
    talk.downloaded(request.query);
    if (!request.record || holder.peer == request.origin) return;
    talk.answers(request.query, holder.peer);
    overlay::Measures& measures = talk.measures();
    measure::DownloadRecord record;
    record.query = measures.requests[*request.record].query;
    record.item = request.item;
    record.from = holder.peer;
    record.to = request.origin;
    record.bytes = record.carried_bytes = state_.content->size_bytes(request.item);
    record.what = "data";
    record.method = "routed";
    record.status = measure::DownloadStatus::complete;
    record.start = request.start;
    record.duration = talk.now() - request.start;
    measures.downloads.push_back(record);
    if (measures.carried.empty()) measures.carried.resize(state_.peers());
    measures.carried[record.from].up += record.bytes;
    measures.carried[record.to].down += record.bytes;
  }

  void note_totals(overlay::Measures& measures, const Request& request,
                   const char* reason_otherwise) const {
    if (!request.record) return;
    measure::RequestRecord& record = measures.requests[*request.record];
    record.asked = request.asked;
    record.backtracks = request.backtracks;
    record.copies_made = request.copies_made;
    if (request.ended) return;
    const bool origin_is_there = request.steps.front().stay == state_.stays.of(request.origin);
    record.reason = origin_is_there ? reason_otherwise : "origin_offline";
  }

  State& state_;
};

}  // namespace rippletank::protocols::freenet
