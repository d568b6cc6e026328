"""The show's two functions: `decide` says what follows from a command, `evolve` what the show is afterwards."""

from app.show.bundle import BundleCommand, BundleEvent
from app.show.cast import CastCommand, CastEvent
from app.show.crew import CrewCommand, CrewEvent
from app.show.cue import CueCommand, CueEvent
from app.show.decision import DecisionCommand, DecisionEvent
from app.show.guest import GuestCommand, GuestEvent
from app.show.hold import HoldCommand, HoldEvent
from app.show.item import ItemCommand, ItemEvent
from app.show.lineup import LineupCommand, LineupEvent
from app.show.look import LookCommand, LookEvent
from app.show.message import MessageCommand, MessageEvent
from app.show.phase import PhaseCommand, PhaseEvent
from app.show.repair import RepairCommand, RepairEvent
from app.show.seat import SeatCommand, SeatEvent

Command = (
    PhaseCommand
    | HoldCommand
    | LookCommand
    | LineupCommand
    | CastCommand
    | CrewCommand
    | ItemCommand
    | RepairCommand
    | CueCommand
    | MessageCommand
    | DecisionCommand
    | SeatCommand
    | GuestCommand
    | BundleCommand
)
Event = (
    PhaseEvent
    | HoldEvent
    | LookEvent
    | LineupEvent
    | CastEvent
    | CrewEvent
    | ItemEvent
    | RepairEvent
    | CueEvent
    | MessageEvent
    | DecisionEvent
    | SeatEvent
    | GuestEvent
    | BundleEvent
)
