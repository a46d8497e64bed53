using Microsoft.Extensions.DependencyInjection;
using Zhice.Data;

namespace Zhice.Web.Tests;

/// <summary>A site of the demonstration that holds the sample.</summary>
public class SampleSite : Site
{
    public Sample Sample { get; private set; } = null!;

    /// <summary>Code of the certificate of case 1.</summary>
    public string Certificate { get; private set; } = "";

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
        await SampleServices.Fill(db, Services.GetRequiredService<Zhice.Data.Services.ServiceHouse>(), Services.GetRequiredService<Zhice.Data.Storage.ZhiceStore>().Files, Password);
        Certificate = db.ServiceCertificates.OrderBy(c => c.CaseId).Select(c => c.Code).First();
        return true;
    }
}
