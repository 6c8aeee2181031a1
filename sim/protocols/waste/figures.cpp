// Tells the figures of WASTE.
#include "sim/protocols/waste/mesh.hpp"

namespace rippletank::protocols::waste {
namespace {

decltype(measure::Figure::value) share(std::uint64_t part, std::uint64_t whole) {
  if (whole == 0) return {};
  return static_cast<double>(part) / static_cast<double>(whole);
}

}  // namespace

std::vector<measure::Figure> Mesh::figures(const overlay::Measures& measures) const {
  const Tallies& tallies = state_.tallies;
  const std::uint64_t ends_up = state_.links_up().neighbours.size();
  std::uint64_t bytes = 0;
  for (const measure::MessageCount& count : measures.messages) bytes += count.bytes();
  return {
      {"links_at_end", "links", "Links that are up at the end, as far as both ends know.",
       ends_up / 2},
      {"links_opened", "links", "How often a link came up.", tallies.links_opened},
      {"link_ends_lost", "", "How often an end of one came to know that it is gone.",
       tallies.links_lost},
      {"handshake_bytes", "bytes", "What it took to bring links up, or to try to.",
       measures.messages[handshake].bytes()},
      {"relayed_messages", "messages",
       "Messages that were passed on by others than who wrote them.", tallies.relayed_messages},
      {"relayed_bytes", "bytes", "The bytes of these.", tallies.relayed_bytes},
      {"replies_without_route", "messages",
       "Answers that were dropped, as who had them knew no way back.",
       tallies.answers_without_route},
      {"replies_turned_back", "messages",
       "Answers that were dropped, as the way back led to whom they came from.",
       tallies.answers_turned_back},
      {"queue_overflows", "messages", "Messages that found no place in a queue, or lost it.",
       tallies.overflowed},
      {"queue_overflows_announcements", "messages",
       "Of these, what peers told without being asked, and answers to it.",
       tallies.overflowed_of[0]},
      {"queue_overflows_searches", "messages", "Of these, searches and their answers.",
       tallies.overflowed_of[1]},
      {"queue_overflows_files", "messages", "Of these, requests for files, and files.",
       tallies.overflowed_of[2]},
      {"queued_lost", "messages", "Messages that waited for a link that was lost.",
       tallies.lost_in_queue},
      {"filler_bytes", "bytes", "Traffic that says nothing, with headers.", tallies.filler_bytes},
      {"filler_share", "ratio", "Of all bytes.", share(tallies.filler_bytes, bytes)},
      {"file_requests", "requests", "Requests for chunks of files.", tallies.file_requests},
      {"uploads_ignored", "requests",
       "Requests that nobody answered, as their owners sent as many files as they may.",
       tallies.uploads_ignored},
      {"chunks_late", "chunks", "Chunks that answered a request that had been made anew.",
       tallies.chunks_late},
      {"rounds_silent", "requests", "Requests that were made anew, as nothing more had come.",
       tallies.rounds_silent},
      {"downloads_silent", "tries", "Tries of downloads that were given up, as nothing came.",
       tallies.downloads_silent},
      {"downloads_too_large", "downloads",
       "Files that nobody has begun to fetch, as they have more than 2^24 chunks.",
       tallies.downloads_too_large},
  };
}

}  // namespace rippletank::protocols::waste
