using Zhice.Data;

namespace Zhice.Web.Tests;

/// <summary>A site of the demonstration that holds the sample.</summary>
public sealed class SampleSite : Site
{
    public Sample Sample { get; private set; } = null!;

    protected override HostSettings Settings => base.Settings with { Demonstration = true, DemonstrationPassword = Password, FirstAdministratorToken = "once" };

    protected override async Task<bool> Fill(ZhiceDb db)
    {
        Sample = await Sample.Fill(db, 10, Password);
        await SampleReports.Fill(db);
        await SampleStatistics.Fill(db);
        await SampleAssessment.Fill(db, Sample);
        await SampleSelection.Fill(db);
        await SampleSurvey.Fill(db);
        await SampleBook.Fill(db);
        return true;
    }
}
