using Zhice.Web.Hosting;

namespace Zhice.Web;

/// <summary>Every address of the site: one line for each slice.</summary>
internal static class Routes
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        Health.Map(routes);
        Features.Home.ShowHome.Map(routes);
        Features.Programmes.ListProgrammes.Map(routes);
        Features.Programmes.ShowBoard.Map(routes);
        Features.Tasks.ShowTask.Map(routes);
        Features.Organisations.ListOrganisations.Map(routes);
        Features.Organisations.ChooseOrganisation.Map(routes);
        Features.Organisations.ShowOrganisation.Map(routes);
        Features.Alignment.ShowAlignment.Map(routes);
        Features.Alignment.ShowAlignedCommitment.Map(routes);
        Features.Lineage.ShowLineage.Map(routes);
        Features.Lineage.ShowCommitment.Map(routes);
        Features.Working.ShowObligation.Map(routes);
        Features.Working.ChangeObligation.Map(routes);
        Features.Working.GiveItems.Map(routes);
        Features.Working.ShowItem.Map(routes);
        Features.Working.SetRules.Map(routes);
        Features.Working.ShowProgress.Map(routes);
        Features.Working.ShowMap.Map(routes);
        Features.Working.CompareRegions.Map(routes);
        Features.Working.ShowTimeline.Map(routes);
        Features.Working.ShowActivity.Map(routes);
        Features.Accounts.LogIn.Map(routes);
        Features.Accounts.LogOut.Map(routes);
        Features.Documents.ListDocuments.Map(routes);
        Features.Documents.UploadDocuments.Map(routes);
        Features.Documents.OrganisationNames.Map(routes);
        Features.Documents.ImportFromConsole.Map(routes);
        Features.Documents.ReadDocument.Map(routes);
        Features.Documents.CorrectDocument.Map(routes);
        Features.Documents.CheckDocument.Map(routes);
        Features.Documents.ReparseDocument.Map(routes);
        Features.Documents.EditMetadata.Map(routes);
        Features.Documents.DownloadFile.Map(routes);
        Features.Documents.PublishDocument.Map(routes);
        Features.Programmes.DecideQuestions.Map(routes);
        Features.Accounts.SetUp.Map(routes);
        Features.Accounts.OwnAccount.Map(routes);
        Features.Accounts.ManageAccounts.Map(routes);
        Features.Accounts.OpenAccount.Map(routes);
        Features.Accounts.ChangeAccount.Map(routes);
        Features.Audit.ListAudit.Map(routes);
        Features.Statuses.ListStatuses.Map(routes);
        Features.Statuses.ImportStatuses.Map(routes);
        Features.Search.SearchTasks.Map(routes);
        Features.Evidence.ListEvidence.Map(routes);
        Features.Evidence.AddEvidence.Map(routes);
        Features.Evidence.ShowEvidence.Map(routes);
        Features.Evidence.ChangeEvidence.Map(routes);
        Features.Evidence.DownloadEvidence.Map(routes);
        Features.Evidence.LinkEvidence.Map(routes);
        Features.Catalogue.ShowCatalogue.Map(routes);
        Features.Inbox.ShowInbox.Map(routes);
        Features.Inbox.ChooseNotices.Map(routes);
        Features.Inbox.ReadFeed.Map(routes);
        Features.Supervision.ManageWebhooks.Map(routes);
        Features.Calendar.ShowCalendar.Map(routes);
        Features.Supervision.EditLadder.Map(routes);
        Features.Supervision.ListFirings.Map(routes);
        Features.Supervision.ListLetters.Map(routes);
        Features.Supervision.ShowLetter.Map(routes);
        Features.Supervision.SuperviseObligation.Map(routes);
        Features.Supervision.ShowHealth.Map(routes);
        Features.Calendar.ImportCalendar.Map(routes);
    }
}
