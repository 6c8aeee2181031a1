// Tells what became of hits.
#include "sim/protocols/parts/hits.hpp"

namespace rippletank::protocols {

std::vector<measure::Figure> HitCounts::figures() const {
  return {
      {"hits_sent", "", "Hits that peers sent, or offered out of band, in the whole run.", sent},
      {"hits_returned", "", "Of these, the ones that came back to the peer that had asked.",
       returned},
      {"hits_lost_forgotten", "",
       "The ones that came to a peer which did not know the query any more.", lost_forgotten},
      {"hits_lost_disconnected", "",
       "The ones that came to a peer which was not connected any more to where the query had come "
       "from.",
       lost_disconnected},
      {"hits_lost_dropped", "", "The ones that did not arrive at the next peer.", lost_dropped},
      {"hits_lost_too_far", "",
       "The ones that had travelled as far as their query and were not back, as a peer on the way "
       "had been away.",
       lost_too_far},
  };
}

}  // namespace rippletank::protocols
