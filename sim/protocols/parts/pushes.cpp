// Tells what became of pushes.
#include "sim/protocols/parts/pushes.hpp"

namespace rippletank::protocols {

std::vector<measure::Figure> PushCounts::figures() const {
  return {{"pushes_sent", "",
           "Requests that a holder come which cannot be connected to, in the whole run.", asked},
          {"pushes_arrived", "", "Of these, the ones that came to the holder.", arrived},
          {"pushes_lost", "",
           "The ones that came to a peer which did not know the way, or were lost.", lost}};
}

}  // namespace rippletank::protocols
