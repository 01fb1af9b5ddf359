//! The code lists of the model: enums whose variants carry code, label and definition. Each has a SKOS file of the same
//! codes in `vocab/`; a test compares them.

use super::code::{FORUM_CODE, codes};
use crate::vocab::schema;

codes! {
    /// What kind of session this is in the programme; its format is another axis.
    SessionType { namespace: "https://w3id.org/plenary/session-type/", form: Some(FORUM_CODE), foreign: true } = {
        /// A meeting in which facilitators of a WSIS action line review and plan work on it.
        ActionLineFacilitationMeeting = "action-line-facilitation-meeting", "Action line facilitation meeting";
        /// A session of a group that collects and discusses good practice between annual meetings.
        BestPracticeForum = "best-practice-forum", "Best practice forum session";
        /// An informal meeting of people who share an interest, often to see whether work should start.
        Bof = "bof", "Birds of a feather";
        /// Time without a session, for coffee, a meal or moving between rooms.
        Break = "break", "Break";
        /// The formal end of an event.
        ClosingCeremony = "closing-ceremony", "Closing ceremony";
        /// A session held before the first official day of an event.
        Day0Event = "day-0-event", "Day 0 event";
        /// A session of an open issue group that works between annual meetings.
        DynamicCoalition = "dynamic-coalition", "Dynamic coalition session";
        /// A display of projects, products or organizations, with or without a talk.
        Exhibition = "exhibition", "Exhibition";
        /// A short session on one idea or project, with little or no discussion.
        FlashSession = "flash-session", "Flash session";
        /// A session whose speakers are heads of government, ministers, heads of organizations or people of like rank.
        HighLevelSession = "high-level-session", "High-level session";
        /// A session that informs participants about a process, service or programme.
        InformationSession = "information-session", "Information session";
        /// A session built around exchange with the people in the room and online.
        InteractiveSession = "interactive-session", "Interactive session";
        /// An address by one invited speaker to the whole audience.
        Keynote = "keynote", "Keynote";
        /// A session that presents a new publication, initiative or service, or gives an award.
        LaunchAward = "launch-award", "Launch or award";
        /// A talk of a few minutes.
        LightningTalk = "lightning-talk", "Lightning talk";
        /// A session on a principal theme of the event, with no or few sessions beside it.
        MainSession = "main-session", "Main session";
        /// A discussion among ministers.
        MinisterialRoundTable = "ministerial-round-table", "Ministerial round table";
        /// A session whose purpose is that participants meet each other.
        Networking = "networking", "Networking session";
        /// A session of national, subregional, regional or youth Internet governance initiatives.
        NriSession = "nri-session", "National and regional initiatives session";
        /// A meeting in which anybody may comment on plans of the organizers.
        OpenConsultation = "open-consultation", "Open consultation";
        /// A session in which one organization presents and discusses its own work.
        OpenForum = "open-forum", "Open forum";
        /// A session in which anybody may speak on any subject of the event.
        OpenMic = "open-mic", "Open microphone";
        /// The formal start of an event.
        OpeningCeremony = "opening-ceremony", "Opening ceremony";
        /// A type that none of the other codes fits.
        Other = "other", "Other";
        /// A session for or by members of parliaments.
        ParliamentarySession = "parliamentary-session", "Parliamentary session";
        /// A session for all participants of the event.
        Plenary = "plenary", "Plenary";
        /// A session of an expert group that studies one policy question between annual meetings.
        PolicyNetwork = "policy-network", "Policy network session";
        /// A session in which authors explain posters or demonstrations to visitors.
        PosterSession = "poster-session", "Poster session";
        /// A ceremony in which prizes are given.
        PrizeCeremony = "prize-ceremony", "Prize ceremony";
        /// A reception, dinner, excursion or the like.
        SocialEvent = "social-event", "Social event";
        /// A presentation by one or a few speakers, with questions.
        Talk = "talk", "Talk";
        /// A workshop on one theme, organized by a stakeholder.
        ThematicWorkshop = "thematic-workshop", "Thematic workshop";
        /// An open debate on one question, led from the floor more than from the podium.
        TownHall = "town-hall", "Town hall";
        /// A session that teaches a subject or skill.
        Tutorial = "tutorial", "Tutorial";
        /// A meeting of a standing group on its own work.
        WorkingGroup = "working-group", "Working group";
        /// A session on one subject, proposed and run by its organizers.
        Workshop = "workshop", "Workshop";
        /// A session that sums up what other sessions said.
        WrapUp = "wrap-up", "Wrap-up";
        /// A session for or by young people.
        YouthSession = "youth-session", "Youth session";
    }
    /// How the session is run.
    SessionFormat { namespace: "https://w3id.org/plenary/session-format/", form: Some(FORUM_CODE), foreign: true } = {
        /// An informal talk among people who share an interest, without speakers set in advance.
        Bof = "bof", "Birds of a feather";
        /// The audience splits into small groups that report back.
        Breakout = "breakout", "Breakout groups";
        /// Speakers argue for and against a proposition.
        Debate = "debate", "Debate";
        /// Something is shown at work.
        Demonstration = "demonstration", "Demonstration";
        /// A few people talk in the middle while the others listen and may take a seat among them.
        Fishbowl = "fishbowl", "Fishbowl";
        /// One idea or project is shown in a few minutes.
        Flash = "flash", "Flash";
        /// One person asks questions and one or a few guests answer.
        Interview = "interview", "Interview";
        /// A format that none of the other codes fits.
        Other = "other", "Other";
        /// Several speakers discuss a subject before an audience.
        Panel = "panel", "Panel";
        /// One or a few speakers present and then take questions.
        Presentation = "presentation", "Presentation";
        /// All who take part sit and speak on an equal footing.
        Roundtable = "roundtable", "Round table";
        /// A teacher explains and participants practise or ask.
        Tutorial = "tutorial", "Tutorial";
        /// Small groups change tables in rounds and build on what the group before them said.
        WorldCafe = "world-cafe", "World café";
    }
    /// What a participant does in a session.
    Role { namespace: "https://w3id.org/plenary/role/", form: Some(FORUM_CODE), foreign: true } = {
        /// Writes down live what is said, for reading along.
        Captioner = "captioner", "Captioner";
        /// Presides over the session and gives the floor.
        Chair = "chair", "Chair";
        /// Shares the chair with others.
        CoChair = "co-chair", "Co-chair";
        /// Helps the main organizer to prepare the session.
        CoOrganizer = "co-organizer", "Co-organizer";
        /// Put the session forward together with its proposer.
        CoProposer = "co-proposer", "Co-proposer";
        /// Answers to what the speakers said.
        Discussant = "discussant", "Discussant";
        /// Helps a group to work towards its aim without taking a side.
        Facilitator = "facilitator", "Facilitator";
        /// Is the contact of the session towards the organizers of the event.
        FocalPoint = "focal-point", "Focal point";
        /// Receives the session or lends it the room, name or platform.
        Host = "host", "Host";
        /// Interprets between spoken or signed languages during the session.
        Interpreter = "interpreter", "Interpreter";
        /// Gives the principal address.
        Keynote = "keynote", "Keynote speaker";
        /// Leads the discussion and gives the floor to speakers and audience.
        Moderator = "moderator", "Moderator";
        /// Follows those who take part online and brings their questions into the room.
        OnlineModerator = "online-moderator", "Online moderator";
        /// Prepares the session and answers for it.
        Organizer = "organizer", "Organizer";
        /// A role that none of the other codes fits.
        Other = "other", "Other";
        /// Speaks as one of several people on a panel.
        Panelist = "panelist", "Panelist";
        /// Takes part without another role.
        Participant = "participant", "Participant";
        /// Put the session forward.
        Proposer = "proposer", "Proposer";
        /// Takes notes and writes the report.
        Rapporteur = "rapporteur", "Rapporteur";
        /// Speaks in the programme of the session.
        Speaker = "speaker", "Speaker";
        /// Advises the organizers on the subject of the session.
        SubjectMatterExpert = "subject-matter-expert", "Subject matter expert";
        /// Teaches in the session.
        Trainer = "trainer", "Trainer";
    }
    /// The stakeholder group that a participant or organization belongs to.
    StakeholderGroup { namespace: "https://w3id.org/plenary/group/", form: Some(FORUM_CODE), foreign: true } = {
        /// A university, a research institute, or a person who teaches, studies or does research there.
        Academia = "academia", "Academia";
        /// A non-profit or non-governmental organization, a community, or a person who speaks as a citizen or user.
        CivilSociety = "civil-society", "Civil society";
        /// A state, its ministries and agencies, its parliament or its local authorities.
        Government = "government", "Government";
        /// An organization whose members are states, such as a United Nations agency.
        Igo = "igo", "Intergovernmental organization";
        /// A press, broadcast or online news organization, or a journalist.
        Media = "media", "Media";
        /// A group that none of the other codes fits.
        Other = "other", "Other";
        /// A company, or an association that speaks for companies.
        PrivateSector = "private-sector", "Private sector";
        /// A body or person that builds, runs or standardizes the Internet and other networks.
        TechnicalCommunity = "technical-community", "Technical community";
    }
    /// The regional group, as the United Nations and the forums count them.
    Region { namespace: "https://w3id.org/plenary/region/", form: Some(FORUM_CODE), foreign: true } = {
        African = "african", "African Group";
        AsiaPacific = "asia-pacific", "Asia-Pacific Group";
        EasternEuropean = "eastern-european", "Eastern European Group";
        Grulac = "grulac", "Latin American and Caribbean Group";
        Weog = "weog", "Western European and Others Group";
    }
    /// Whether a participant will come.
    ParticipationStatus { namespace: "https://w3id.org/plenary/participation-status/", form: None, foreign: false } = {
        /// Had agreed to take part and then withdrew or was withdrawn.
        Cancelled = "cancelled", "Cancelled";
        /// Has agreed to take part.
        Confirmed = "confirmed", "Confirmed";
        /// Was invited and said no.
        Declined = "declined", "Declined";
        /// Was asked and has not answered.
        Invited = "invited", "Invited";
        /// Is announced but not certain.
        Tbc = "tbc", "To be confirmed";
    }
    /// How a participant takes part.
    ParticipationMode { namespace: "https://w3id.org/plenary/participation-mode/", form: None, foreign: false } = {
        /// Both at the venue and online.
        Hybrid = "hybrid", "Hybrid";
        /// Over the network, live.
        Online = "online", "Online";
        /// At the venue.
        Onsite = "onsite", "On site";
        /// By a recording made beforehand.
        Prerecorded = "prerecorded", "Prerecorded";
    }
    /// What a resource is.
    ResourceKind { namespace: "https://w3id.org/plenary/resource-kind/", form: None, foreign: false } = {
        /// A text that belongs to the session, such as a background or concept note.
        Document = "document", "Document";
        /// A kind that none of the other codes fits.
        Other = "other", "Other";
        /// Sound or video of the session.
        Recording = "recording", "Recording";
        /// An account of the session written afterwards.
        Report = "report", "Report";
        /// What speakers showed.
        Slides = "slides", "Slides";
        /// What was said, written down.
        Transcript = "transcript", "Transcript";
        /// A page about the session.
        WebPage = "web-page", "Web page";
    }
    /// What an outcome is.
    OutcomeKind { namespace: "https://w3id.org/plenary/outcome-kind/", form: None, foreign: false } = {
        /// Something that others are asked to do.
        CallToAction = "call-to-action", "Call to action";
        /// A question that the session raised or discussed.
        KeyIssue = "key-issue", "Key issue";
        /// A main point on which the session ended.
        KeyTakeaway = "key-takeaway", "Key takeaway";
        /// Something that is to happen after the session.
        NextStep = "next-step", "Next step";
    }
    /// What a forum uses a concept for.
    ConceptKind { namespace: "https://w3id.org/plenary/concept-kind/", form: None, foreign: false } = {
        /// A part of a theme.
        SubTheme = "sub-theme", "Sub-theme";
        /// A free keyword given to sessions.
        Tag = "tag", "Tag";
        /// A principal subject of an edition.
        Theme = "theme", "Theme";
        /// A subject that sessions are sorted by, of no fixed rank.
        Topic = "topic", "Topic";
        /// A line of sessions through a programme that belong together.
        Track = "track", "Track";
    }
    /// Whether the session takes place as announced (schema.org).
    EventStatus { namespace: schema::NS, form: None, foreign: false } = {
        /// It was called off.
        Cancelled = "EventCancelled", "Cancelled";
        /// It moved from a place to the network.
        MovedOnline = "EventMovedOnline", "Moved online";
        /// It will take place later, at a time not yet known.
        Postponed = "EventPostponed", "Postponed";
        /// It takes place at another time than announced first.
        Rescheduled = "EventRescheduled", "Rescheduled";
        /// It takes place as announced.
        Scheduled = "EventScheduled", "Scheduled";
    }
    /// Whether people attend on site, online, or both (schema.org).
    AttendanceMode { namespace: schema::NS, form: None, foreign: false } = {
        /// On site and online.
        Mixed = "MixedEventAttendanceMode", "Mixed";
        /// On site only.
        Offline = "OfflineEventAttendanceMode", "On site";
        /// Online only.
        Online = "OnlineEventAttendanceMode", "Online";
    }
}
